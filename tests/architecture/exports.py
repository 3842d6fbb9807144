"""Every address that gives a document out, written by hand; `test_hostile_exports` compares it with the address table.

What a worker or the command line makes has no address of its own: `test_hostile_files`.
"""

from __future__ import annotations

# Read by address alone, of the field of `test_hidden_walk`.
READ = frozenset(
    {
        *("cases:export", "cases:export_classes", "cases:figures_bulletin", "cases:figures_workbook"),
        *("/cases/workbook", "/cases/figures/workbook", "/cases/figures/bulletin", "/problem-classes/workbook"),
        *("field:export_advice", "/field/advice/workbook"),
        *("field:export_patrols", "/patrols/workbook"),
        *("field:export_patrol_duty", "/patrols/duty/workbook"),
        *("imports:template", "/imports/kinds/{kind_code}/template"),
        *("intake:export", "/reports/workbook"),
        *("inspections:completion_export", "inspections:export_composites"),
        *("orgs:export_load", "/load/workbook"),
        *("orgs:export_people", "orgs:export_units", "/people/workbook", "/units/workbook"),
        *("portal:unit_signs", "/signs/sheet"),
        *("scoring:download_sheet", "/scores/{framework_id}/workbook"),
        *("scoring:download_bulletin", "/scores/{framework_id}/bulletin"),
        *("sites:export", "/sites/workbook"),
        "supervision:steadiness_workbook",
        *("standards:download_breakdown", "/frameworks/{framework_id}/breakdown"),
        *("standards:export_links", "/crosswalk/{first_id}/{second_id}/workbook"),
        *("standards:download_duties", "/duties/workbook"),
        *("standards:download_framework", "/frameworks/{framework_id}/workbook"),
        *("standards:download_leader_duties", "/duties/leaders/{person_id}/workbook"),
        *("standards:download_unit_duties", "/duties/units/{unit_id}/workbook"),
        *("evidence:export", "evidence:matrix_export"),
        *("tasks:export", "tasks:standing_workbook", "/standing-tasks/workbook"),
        *("tasks:unit_duty_workbook", "tasks:leader_duty_workbook", "tasks:unit_duty_paper", "tasks:leader_duty_paper"),
        *("/task-duties/units/{unit_id}/workbook", "/task-duties/leaders/{person_id}/workbook"),
        *("/task-duties/units/{unit_id}/paper", "/task-duties/leaders/{person_id}/paper"),
    }
)
# What tells by its address that it gives a document out.
TELLING = ("xlsx", "docx", ".zip", "csv", "export", "workbook", "bulletin", "breakdown", "template")
# Needs a record of its own or a form, and is not tried with hostile words yet; the test that reads it.
ELSEWHERE = {
    "supervision:formula_rules": "supervision/tests/test_rules_papers.py",
    "/appraisal-formulas/{formula_id}/rules": "supervision/tests/test_rules_papers.py",
    "tasks:unit_duty_contract": "tasks/tests/test_contracts.py",
    "/task-duties/units/{unit_id}/contract": "tasks/tests/test_contracts.py",
    "command:mock_paper": "command/tests/test_mocks.py",
    "command:mock_workbook": "command/tests/test_mocks.py",
    "/mocks/{mock_id}/paper": "command/tests/test_mocks.py",
    "/mocks/{mock_id}/workbook": "command/tests/test_mocks.py",
    "command:agenda_document": "command/tests/test_meeting_pages.py",
    "command:readiness_workbook": "command/tests/test_readiness.py",
    "/assessor-visits/{visit_id}/readiness.xlsx": "command/tests/test_readiness.py",
    "command:minutes_document": "command/tests/test_meeting_pages.py",
    "/meetings/{meeting_id}/agenda.docx": "command/tests/test_meeting_pages.py",
    "/meetings/{meeting_id}/minutes.docx": "command/tests/test_meeting_pages.py",
    "command:meeting_pack": "command/tests/test_meeting_papers.py",
    "/meetings/{meeting_id}/pack.zip": "command/tests/test_meeting_papers.py",
    "command:special_paper": "command/tests/test_special_papers.py",
    "command:special_brief": "command/tests/test_special_papers.py",
    "command:special_days": "command/tests/test_special_papers.py",
    "command:specials_workbook": "command/tests/test_special_papers.py",
    "/specials/{special_id}/report.docx": "command/tests/test_special_papers.py",
    "/specials/{special_id}/brief.docx": "command/tests/test_special_papers.py",
    "/specials/{special_id}/days.xlsx": "command/tests/test_special_papers.py",
    "/specials/templates": "command/tests/test_special_pages.py",  # no document, but its name sounds like one
    "command:regulations_workbook": "command/tests/test_regulations.py",
    "command:circulars_workbook": "command/tests/test_circulars.py",
    "command:receipts_workbook": "command/tests/test_circulars.py",
    "/regulations.xlsx": "command/tests/test_regulations.py",
    "/circulars.xlsx": "command/tests/test_circulars.py",
    "/circulars/{circular_id}/receipts.xlsx": "command/tests/test_circulars.py",
    "supervision:orders_workbook": "supervision/tests/test_orders.py",
    "/supervision-orders.xlsx": "supervision/tests/test_orders.py",
    "/supervision-orders/{order_id}/paper.docx": "supervision/tests/test_orders.py",
    "reports:word": "reports/tests/test_papers.py",
    "reports:pdf": "reports/tests/test_papers.py",
    "reports:slides": "reports/tests/test_papers.py",
    "/bulletins/{bulletin_id}/slides.pptx": "reports/tests/test_papers.py",
    "reports:meeting_slides": "reports/tests/test_meeting_slides.py",
    "/meetings/{meeting_id}/slides.pptx": "reports/tests/test_meeting_slides.py",
    "reports:workbook": "reports/tests/test_papers.py",
    "/bulletins/{bulletin_id}/paper.docx": "reports/tests/test_papers.py",
    "/bulletins/{bulletin_id}/paper.pdf": "reports/tests/test_papers.py",
    "/bulletins/{bulletin_id}/tables.xlsx": "reports/tests/test_papers.py",
    "supervision:honour_list_paper": "supervision/tests/test_honour_lists.py",
    "/honour-lists/{list_id}/paper.{kind}": "supervision/tests/test_honour_lists.py",
    "reports:office_pdf": "reports/tests/test_office_pdf.py",
    "/bulletins/{bulletin_id}/office-pdf": "reports/tests/test_office_pdf.py",
    "supervision:matters_workbook": "supervision/tests/test_accountability_pages.py",
    "/accountability.xlsx": "supervision/tests/test_accountability_api.py",
    "/accountability/{matter_id}/paper.docx": "supervision/tests/test_accountability_api.py",
    "supervision:board_workbook": "supervision/tests/test_appraisal_pages.py",
    "/appraisals/{run_id}/board.xlsx": "supervision/tests/test_appraisal_pages.py",
    "command:speech_paper": "command/tests/test_speeches.py",
    "command:speech_sources": "command/tests/test_speeches.py",
    "/speeches/{speech_id}/speech.docx": "command/tests/test_speeches.py",
    "/speeches/{speech_id}/sources.docx": "command/tests/test_speeches.py",
    "command:collection_workbook": "command/tests/test_library_papers.py",
    "/collections/{collection_id}/parts.xlsx": "command/tests/test_library_papers.py",
    "core:messages_workbook": "core/tests/test_messages_pages.py",
    "/messages.xlsx": "core/tests/test_messages_pages.py",
    "core:export_audit": "core/tests/test_audit_pages.py",
    "portal:signs": "portal/tests/test_signs.py",  # asks for sites; the others of signs are read
    "imports:problems": "core/tests/test_imports_staging.py",
    "inspections:tour_result": "inspections/tests/test_tours.py",
    "scoring:download_cycle": "scoring/tests/test_cycles.py",
    "/cycles/{cycle_id}/paper.docx": "scoring/tests/test_cycles.py",
    "scoring:rank_workbook": "scoring/tests/test_ranks.py",
    "scoring:rank_bulletin": "scoring/tests/test_ranks.py",
    "/official-rounds/{round_id}/workbook": "scoring/tests/test_ranks.py",
    "/official-rounds/{round_id}/bulletin": "scoring/tests/test_ranks.py",
    "inspections:tour_route": "inspections/tests/test_tours.py",
}
# Pages of bulletins: no documents, but their names sound like some.
ELSEWHERE |= dict.fromkeys(
    (
        *("reports:bulletins", "reports:bulletin", "reports:new_bulletin", "reports:edit_bulletin", "reports:preview"),
        *("reports:recount", "reports:issue", "reports:move", "/bulletins", "/bulletins/{bulletin_id}"),
        *(
            "reports:choose_meeting_slides",
            "/bulletins/{bulletin_id}/recount",
            "/bulletins/{bulletin_id}/moves",
            "/bulletins/{bulletin_id}/issue",
        ),
    ),
    "reports/tests/test_bulletins.py",
)
# The office's own templates.
ELSEWHERE |= dict.fromkeys(
    (
        *("reports:templates", "reports:template", "reports:template_file", "reports:default_template"),
        *("reports:trial", "reports:trial_file", "/paper-templates", "/paper-templates/{kind}"),
        *("/paper-templates/{kind}/default", "/paper-templates/{kind}/file/{which}"),
        *("/paper-templates/trials/{template_id}/use", "/paper-templates/trials/{template_id}/filled"),
    ),
    "reports/tests/test_templates.py",
)
