from __future__ import annotations

from django.urls import URLPattern, path

from chuangcheng.evidence.views import asking, details, folders, handing_in, lists, matrix, packages, reuse, reviewing

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    path("materials/", lists.materials, name="list"),
    path("materials/export.xlsx", lists.export, name="export"),
    path("materials/matrix/", matrix.matrix, name="matrix"),
    path("materials/matrix.xlsx", matrix.export, name="matrix_export"),
    path("materials/package/", packages.package, name="package"),
    path("materials/pieces/", reuse.pieces, name="pieces"),
    path("materials/pieces/<uuid:piece_id>/", reuse.piece, name="piece"),
    path("materials/<uuid:material_id>/offers/", reuse.offers, name="offers"),
    path("materials/by-standard/", asking.by_standard, name="by_standard"),
    path("materials/new/<int:standard_id>/", asking.new_material, name="new"),
    path("materials/units/", asking.unit_suggestions, name="suggest_units"),
    path("materials/<uuid:material_id>/", details.material, name="material"),
    path("materials/<uuid:material_id>/edit/", asking.edit, name="edit"),
    path("materials/<uuid:material_id>/void/", details.void, name="void"),
    path("materials/<uuid:material_id>/hand-in/", handing_in.hand_in_pieces, name="hand_in"),
    path("materials/<uuid:material_id>/archive/", folders.bring_folder, name="hand_in_archive"),
    path("materials/<uuid:material_id>/captions/", folders.caption_files, name="captions"),
    path("materials/<uuid:material_id>/kept/", folders.kept_picture, name="kept_picture"),
    path("materials/<uuid:material_id>/withdraw/<uuid:piece_id>/", handing_in.withdraw, name="withdraw"),
    path("materials/<uuid:material_id>/review/", reviewing.review, name="review"),
]
