"""The score sheet: page, what its script asks, its panel, files in and out, the paper form."""

from django.urls import path

from xiangfeng.assessments.staff import feeding, imports, sheet, sheet_panel, uppers

urlpatterns = [
    path("<int:pk>/sheet/", sheet.sheet, name="sheet"),
    path("<int:pk>/sheet/save/", sheet.sheet_save, name="sheet_save"),
    path("<int:pk>/sheet/changes/", sheet.sheet_changes, name="sheet_changes"),
    path("<int:pk>/sheet/row/", sheet.sheet_row, name="sheet_row"),
    path("<int:pk>/sheet/cell/", sheet.sheet_cell, name="sheet_cell"),
    path("<int:pk>/sheet/set/", sheet_panel.sheet_set, name="sheet_set"),
    path("<int:pk>/sheet/missing/", sheet_panel.sheet_missing, name="sheet_missing"),
    path("<int:pk>/sheet/deductions/", sheet_panel.sheet_deductions, name="sheet_deductions"),
    path("<int:pk>/sheet/giver/", sheet_panel.sheet_giver, name="sheet_giver"),
    path("<int:pk>/sheet/adjust/", sheet_panel.sheet_adjust, name="sheet_adjust"),
    path("<int:pk>/sheet/upper/", sheet_panel.sheet_upper, name="sheet_upper"),
    path("<int:pk>/sheet/feed/", feeding.sheet_feed, name="sheet_feed"),
    path("<int:pk>/sheet/uppers/", uppers.uppers_import, name="uppers_import"),
    path("<int:pk>/sheet/uppers/confirm/", uppers.uppers_confirm, name="uppers_confirm"),
    path("<int:pk>/sheet/uppers.xlsx", uppers.uppers_blank, name="uppers_blank"),
    path("<int:pk>/sheet/paper/", imports.paper_form, name="paper_form"),
    path("<int:pk>/sheet.xlsx", imports.sheet_file, name="sheet_file"),
    path("<int:pk>/sheet/import/", imports.sheet_import, name="sheet_import"),
    path("<int:pk>/sheet/import/confirm/", imports.sheet_confirm, name="sheet_confirm"),
]
