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

"""The kinds of objects that the simulator knows, module by module."""

from f5_heat.simulator import kind
from f5_heat.simulator.kinds import auth
from f5_heat.simulator.kinds import cli
from f5_heat.simulator.kinds import cm
from f5_heat.simulator.kinds import gtm
from f5_heat.simulator.kinds import ltm
from f5_heat.simulator.kinds import monitor
from f5_heat.simulator.kinds import net
from f5_heat.simulator.kinds import persistence
from f5_heat.simulator.kinds import policy
from f5_heat.simulator.kinds import profile
from f5_heat.simulator.kinds import sys
from f5_heat.simulator.kinds import virtual

KINDS: tuple[kind.Kind, ...] = (
    *auth.KINDS, *sys.KINDS, *cli.KINDS, *cm.KINDS, *net.KINDS,
    *ltm.KINDS, *virtual.KINDS, *policy.KINDS, *monitor.KINDS,
    *persistence.KINDS, *profile.KINDS, *gtm.KINDS)
