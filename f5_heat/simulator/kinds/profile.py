# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""The profiles that a virtual server can carry, of all kinds."""

from f5_heat.simulator.kinds import profile_service
from f5_heat.simulator.kinds import profile_tls
from f5_heat.simulator.kinds import profile_transport
from f5_heat.simulator.kinds import profile_web

KINDS = (*profile_transport.KINDS, *profile_tls.KINDS, *profile_web.KINDS,
         *profile_service.KINDS)

COLLECTIONS = tuple(row.collection for row in KINDS if not row.parent)
