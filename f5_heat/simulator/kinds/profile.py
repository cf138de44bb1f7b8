# SPDX-License-Identifier: Apache-2.0

"""All profiles that a virtual server can have."""

from f5_heat.simulator.kinds import profile_analytics
from f5_heat.simulator.kinds import profile_content
from f5_heat.simulator.kinds import profile_http
from f5_heat.simulator.kinds import profile_service
from f5_heat.simulator.kinds import profile_tcp
from f5_heat.simulator.kinds import profile_tls
from f5_heat.simulator.kinds import profile_transport

KINDS = (
    *profile_tcp.KINDS,
    *profile_transport.KINDS,
    *profile_tls.KINDS,
    *profile_http.KINDS,
    *profile_content.KINDS,
    *profile_service.KINDS,
    *profile_analytics.KINDS,
)

COLLECTIONS = tuple(row.collection for row in KINDS if not row.parent)
