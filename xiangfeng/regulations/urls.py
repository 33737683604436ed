"""制度: ``/rules/`` for everybody, ``/work/regulations/`` for the staff."""

from django.urls import include, path

from xiangfeng.regulations import public
from xiangfeng.regulations.staff import drafts, imports, norms, reading, regulations, text

app_name = "regulations"
of_staff = [
    path("", regulations.regulations, name="regulations"),
    path("new/", drafts.new, name="new"),
    path("library/", drafts.library, name="library"),
    path("blank/", imports.blank, name="blank"),
    path("compilation/<slug:kind>/", reading.compilation, name="compilation"),
    path("articles/", reading.articles, name="articles"),
    path("articles/<int:pk>/", reading.article, name="article"),
    path("norms/", norms.norms, name="norms"),
    path("norms/install/", norms.install, name="norms_install"),
    path("norms/<int:pk>/", norms.norm, name="norm"),
    path("<int:pk>/", regulations.regulation, name="regulation"),
    path("<int:pk>/move/", regulations.move, name="move"),
    path("<int:pk>/facts/", drafts.facts, name="facts"),
    path("<int:pk>/revise/", drafts.revise, name="revise"),
    path("<int:pk>/delete/", drafts.delete, name="delete"),
    path("<int:pk>/original/", drafts.original, name="original"),
    path("<int:pk>/text/", text.text, name="text"),
    path("<int:pk>/text/save/", text.save, name="text_save"),
    path("<int:pk>/text/arrange/", text.arrange, name="text_arrange"),
    path("<int:pk>/import/", imports.import_text, name="import"),
    path("<int:pk>/import/confirm/", imports.confirm, name="import_confirm"),
    path("<int:pk>/compare/", reading.compare, name="compare"),
    path("<int:pk>/paper/<slug:kind>/", reading.paper, name="paper"),
]
urlpatterns = [
    path("rules/", public.public_list, name="public_list"),
    path("rules/<int:pk>/", public.public_rule, name="public_rule"),
    path("rules/<int:pk>/paper.<str:kind>", public.public_paper, name="public_paper"),
    path("work/regulations/", include(of_staff)),
]
