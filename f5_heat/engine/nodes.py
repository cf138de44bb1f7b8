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

"""The nodes that a BIG-IP makes by itself for the members of a pool.

The device leaves them when the members go. What tells such a node from one
that was there before is its generation: the objects that one request makes
have one generation in common (recorded on 14.1.2.1 for virtual servers and
their addresses; taken to hold for members and their nodes), and any later
change of the node gives it another.
"""

from f5_heat.engine import ownership
from f5_heat.icontrol import errors

#: The note on a node of ours that another pool still used when we left it.
LEFT_BEHIND = 'Made for members of pools. [%s node]' % ownership.NAME


def remove(bigip, partition, names, generations):
    """Delete the nodes that requests of these generations made.

    A node that is still in use is noted as ours, so that whoever removes
    its last member deletes it.

    :param names: the nodes' names, as members have them before the port.
    :param generations: of the requests that brought the members.
    """
    for node in bigip.list(
            'ltm/node', partition=partition,
            select=['name', 'fullPath', 'generation', 'description']):
        noted = node.get('description') == LEFT_BEHIND
        if node['name'] not in names or not (
                noted or node['generation'] in generations):
            continue
        try:
            bigip.delete('ltm/node', node['fullPath'])
        except errors.NotFound:
            pass
        except errors.InUse:
            if not noted:
                bigip.modify('ltm/node', node['fullPath'],
                             {'description': LEFT_BEHIND})
