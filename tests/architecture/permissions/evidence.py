"""Material: who passes each door.

Everybody who works for the title sees the material of their units; the office asks and reviews, units bring.
"""

from __future__ import annotations

from chuangcheng.evidence.testing import bring, make_material
from chuangcheng.orgs.testing import Cast

PAGES = """
evidence:list               GET   OSGIHLMND
evidence:export             GET   OSGIHLMND
evidence:material           GET   OSGIHLMND
evidence:matrix             GET   OSGIHLMND
evidence:matrix_export      GET   OSGIHLMND
evidence:pieces             GET   OSGIHLMND
evidence:piece              GET   OSGIHLMND
evidence:offers             GET   HLM
evidence:package            GET   O
evidence:package            POST  O
evidence:by_standard        GET   O
evidence:by_standard        POST  O
evidence:suggest_units      GET   O
evidence:new                GET   O
evidence:new                POST  O
evidence:edit               GET   O
evidence:edit               POST  O
evidence:void               POST  O
evidence:hand_in            GET   HLM
evidence:hand_in            POST  HLM
evidence:hand_in_archive    POST  HLM
evidence:captions           POST  HLM
evidence:kept_picture       GET   HLM
evidence:withdraw           POST  HLM
evidence:review             GET   O
evidence:review             POST  O
"""

API = """
/material-packages                                     POST  O  {"framework_id":$framework_id}
/material-matrix/{framework_id}                        GET   OSGIHLMND
/material-pieces                                       GET   OSGIHLMND
/materials/{material_id}/offers                        GET   HLM
/materials/{material_id}/kept-offers                   POST  HLM  {"offers":[]}
/materials                                             GET   OSGIHLMND
/materials                                             POST  O  {"materials":[]}
/materials/{material_id}                               GET   OSGIHLMND
/materials/{material_id}                               PUT   O  {"title":"T","due_on":"2026-12-31","reason":"R"}
/materials/{material_id}/void                          POST  O  {"reason":"R"}
/materials/{material_id}/files                         POST  HLM
/materials/{material_id}/archive                       POST  HLM
/materials/{material_id}/kept-archive                  POST  HLM
/materials/{material_id}/pieces                        POST  HLM  {"pieces":[]}
/materials/{material_id}/pieces/{piece_id}/withdraw    POST  HLM  {}
/materials/{material_id}/reviews                       POST  O  {"pieces":[]}
"""


def things(cast: Cast) -> dict[str, object]:
    """A request with a piece that waits to be reviewed."""
    material = make_material(cast)
    return {
        "material_id": material.pk,
        "piece_id": bring(cast, material)[0].pk,
        "standard_id": material.standard_id,
        "framework_id": material.framework_id,
    }
