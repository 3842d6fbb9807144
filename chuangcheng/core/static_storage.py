"""Static files under names with their content, the modules of the phone page included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """As whitenoise's; and in our own modules `import … from "./other.js"` names the file by its content too."""

    support_js_module_import_aggregation = True
    # Ours alone: other packages bring modules that name files which they do not bring.
    _js_module_import_aggregation_patterns = (
        "field/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
    max_post_process_passes = 10  # modules import modules: a pass for each level
