from django.urls import URLPattern, path

from xiangfeng.assessments.staff.schemes import editor, files, lists

urlpatterns: list[URLPattern] = [
    path("schemes/", lists.schemes, name="schemes"),
    path("schemes/new/", lists.scheme_new, name="scheme_new"),
    path("schemes/import/", lists.scheme_import, name="scheme_import"),
    path("schemes/<int:pk>/", editor.scheme, name="scheme"),
    path("schemes/<int:pk>/rule/", editor.scheme_rule, name="scheme_rule"),
    path("schemes/<int:pk>/change/", editor.scheme_change, name="scheme_change"),
    path("schemes/<int:pk>/section/<slug:section>/", editor.scheme_section, name="scheme_section"),
    path("schemes/<int:pk>/try/", files.scheme_try, name="scheme_try"),
    path("schemes/<int:pk>/print/", files.scheme_print, name="scheme_print"),
    path("schemes/<int:pk>/scheme.toml", files.scheme_toml, name="scheme_toml"),
    path("schemes/<int:pk>/scheme.xlsx", files.scheme_xlsx, name="scheme_xlsx"),
    path("schemes/<int:pk>/copy/", lists.scheme_copy, name="scheme_copy"),
    path("schemes/<int:pk>/move/", lists.scheme_move, name="scheme_move"),
]
