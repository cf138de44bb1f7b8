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

"""What a device says about itself: version, readiness, cluster."""

from __future__ import annotations

import typing as t

from f5_heat.simulator import bigip
from f5_heat.simulator import queries
from f5_heat.simulator import render
from f5_heat.simulator import versions

Json = dict[str, t.Any]
_COLORS = {
    # Of these only green is recorded.
    'In Sync': 'green', 'Standalone': 'green', 'Changes Pending': 'yellow',
    'Awaiting Initial Sync': 'blue',
}


def texts(**values: str) -> Json:
    return {key: {'description': value} for key, value in values.items()}


def _version(device: bigip.Device) -> Json:
    return texts(
        Build='0.0.4', Date='Tue Sep 17 15:44:32 PDT 2019', Edition='Final',
        Product='BIG-IP', Title='Main Package', Version=device.version)


def _ready(device: bigip.Device) -> Json:
    return texts(configReady='yes', licenseReady='yes', provisionReady='yes')


def _mcp_state(device: bigip.Device) -> Json:
    return texts(endPlatformIdReceived='true',
                 lastLoad='full-config-load-succeed', phase='running')


def _details(camel: str, text: str) -> Json:
    where = '{}cm/{}/0/details'.format(render.ROOT, camel)
    return {where: {'nestedStats': {'entries': {
        where + '/0': {'nestedStats': {'entries': texts(details=text)}}}}}}


def _sync_status(device: bigip.Device) -> Json:
    status = sync_state(device)
    alone = status == 'Standalone'
    return {
        **texts(color=_COLORS[status]),
        **_details('syncStatus',
                   'Optional action: Add a device to the trust domain'
                   if alone else 'Sync state: ' + status),
        **texts(mode='standalone' if alone else 'high-availability',
                status=status, summary=' '),
    }


def sync_state(device: bigip.Device) -> str:
    """How the device stands to the other members of its groups."""
    groups = [group for group in device.store.items('cm/device-group')
              if not group.builtin
              and len(device.store.items(group.uri + '/devices')) > 1]
    if not groups:
        return 'Standalone'
    if device.synced is None:
        return 'Awaiting Initial Sync'
    if device.synced < device.store.generation:
        return 'Changes Pending'
    return 'In Sync'


def _failover_status(device: bigip.Device) -> Json:
    return {
        **texts(color='green'),
        **_details('failoverStatus', 'active for /Common/traffic-group-1'),
        **texts(status='ACTIVE', summary='1/1 active'),
    }


_PAGES: dict[str, tuple[t.Callable[[bigip.Device], Json], str]] = {
    'cm/failover-status': (_failover_status, ''),
    'cm/sync-status': (_sync_status, ''),
    'sys/mcp-state': (_mcp_state, ''),
    'sys/ready': (_ready, '13.1'),
    'sys/version': (_version, ''),
}


def read(device: bigip.Device, path: str, query: queries.Query) -> Json | None:
    """The answer to a GET of such a page; None if there is none."""
    page, since = _PAGES.get(path, (None, ''))
    if page is None or not versions.known(device.version, since):
        return None
    key = path.rpartition('/')[2]
    return render.stats_json(
        'tm:{}:{}stats'.format(path.replace('/', ':'), key), path,
        {'{}{}/0'.format(render.ROOT, path): {
            'nestedStats': {'entries': page(device)}}}, query)
