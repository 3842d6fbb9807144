from __future__ import annotations

from django.urls import path

from chuangcheng.reports.views import lists, making, meetings, papers, templates

app_name = "reports"
urlpatterns = [
    path("bulletins/", lists.bulletins, name="bulletins"),
    path("bulletins/new/", making.new_bulletin, name="new_bulletin"),
    path("bulletins/preview/", making.preview, name="preview"),
    path("bulletins/<uuid:bulletin_id>/", lists.bulletin, name="bulletin"),
    path("bulletins/<uuid:bulletin_id>/edit/", making.edit_bulletin, name="edit_bulletin"),
    path("bulletins/<uuid:bulletin_id>/recount/", making.recount, name="recount"),
    path("bulletins/<uuid:bulletin_id>/issue/", making.issue, name="issue"),
    path("bulletins/<uuid:bulletin_id>/moves/<str:code>/", making.move, name="move"),
    path("bulletins/<uuid:bulletin_id>/paper.docx", papers.word, name="word"),
    path("bulletins/<uuid:bulletin_id>/paper.pdf", papers.pdf, name="pdf"),
    path("bulletins/<uuid:bulletin_id>/office-pdf/", papers.office_pdf, name="office_pdf"),
    path("bulletins/<uuid:bulletin_id>/slides.pptx", papers.presentation, name="slides"),
    path("bulletins/<uuid:bulletin_id>/tables.xlsx", papers.workbook, name="workbook"),
    path("bulletins/meetings/<uuid:meeting_id>/slides/", meetings.choose_slides, name="choose_meeting_slides"),
    path("bulletins/meetings/<uuid:meeting_id>/slides.pptx", meetings.slides_of_meeting, name="meeting_slides"),
    path("paper-templates/", templates.paper_templates, name="templates"),
    path("paper-templates/trials/<uuid:template_id>/", templates.trial, name="trial"),
    path("paper-templates/trials/<uuid:template_id>/filled/", templates.trial_file, name="trial_file"),
    path("paper-templates/<slug:kind>/", templates.paper_template, name="template"),
    path("paper-templates/<slug:kind>/default/", templates.default_template, name="default_template"),
    path("paper-templates/<slug:kind>/file/<slug:which>/", templates.template_file, name="template_file"),
]
