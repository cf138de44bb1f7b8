# SPDX-License-Identifier: Apache-2.0

"""The REST workers of /mgmt/shared: uploads and the device's identity."""

from __future__ import annotations

import re
import time
import typing as t
import urllib.parse

from f5_heat.simulator.ha import failover
from f5_heat.simulator.rest import messages
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip

Json = dict[str, t.Any]
DOWNLOADS = '/var/config/rest/downloads/'
_UPLOADS = 'shared/file-transfer/uploads/'
_DEVICE_INFO = 'shared/identified-devices/config/device-info'
_AVAILABLE = (
    'shared/echo',
    _DEVICE_INFO,
    'tm/sys',
    'tm/cm',
    'shared/iapp/package-management-tasks',
)


def answer(
    device: bigip.Device, request: messages.Request, path: str
) -> Json | None:
    """Answer a request for /mgmt/<path>; None if no worker has that URI."""
    if path.startswith(_UPLOADS):
        return _upload(
            device, request, urllib.parse.unquote(path[len(_UPLOADS) :])
        )
    if request.method != 'GET':
        return None
    if path.endswith('/available') and path[:-10] in _AVAILABLE:
        return {}
    if path == _DEVICE_INFO:
        return _device_info(device)
    if path == 'tm/shared/bigip-failover-state':
        return {
            'isEnabled': True,
            'pollCyclePeriodMillis': 3600000,
            'nextPollTime': time.strftime(
                '%Y-%m-%dT%H:%M:%S.000%z', time.localtime(time.time() + 3600)
            ),
            'failoverState': failover.state(device),
            'generation': 0,
            'lastUpdateMicros': 0,
        }
    if path in ('shared/echo', 'shared/echo-query'):
        # Clients ask them to see whether a device answers; what it says is
        # not recorded.
        return {
            'kind': 'shared:echo:echostate',
            'selfLink': 'https://localhost/mgmt/' + path,
        }
    return None


def _device_info(device: bigip.Device) -> Json:
    this = device.me
    values = device.resolved(this)
    return {
        'baseMac': values.get('baseMac'),
        'time': int(time.time() * 1e6),
        'product': 'BIG-IP',
        'version': device.version,
        'build': values.get('build'),
        'edition': values.get('edition'),
        'hostname': device.hostname,
        'machineId': '564d4d7e-c668-4b04-8bd1-{:012d}'.format(
            device.identity.number
        ),
        'managementAddress': values.get('managementIp'),
        'generation': 0,
        'lastUpdateMicros': 0,
        # General knowledge, no source at hand.
        'kind': 'shared:resolver:device-groups:deviceinfostate',
        'selfLink': 'https://localhost/mgmt/' + _DEVICE_INFO,
    }


def _upload(
    device: bigip.Device, request: messages.Request, name: str
) -> Json:
    match = re.fullmatch(
        r'(\d+)-(\d+)/(\d+)', request.headers.get('Content-Range', '')
    )
    if request.method != 'POST' or match is None:
        # The device's own words are not recorded.
        raise errors.worker(400, 'Content-Range is missing or invalid')
    start, end, total = map(int, match.groups())
    if end - start + 1 != len(request.body) or end >= total:
        raise errors.worker(400, 'Content-Range does not fit the body')
    temporary = DOWNLOADS + 'tmp/' + name
    before = device.files.get(temporary, b'') if start else b''
    if len(before) != start:
        raise errors.worker(400, 'a chunk is missing before this one')
    content = before + request.body
    if end + 1 == total:
        device.files.pop(temporary, None)
        device.files[DOWNLOADS + name] = content
    else:
        device.files[temporary] = content
    return {
        'remainingByteCount': total - end - 1,
        'usedChunks': {str(start): len(request.body)},
        'totalByteCount': total,
        'localFilePath': DOWNLOADS + name,
        'temporaryFilePath': temporary,
        'generation': 0,
        'lastUpdateMicros': int(time.time() * 1e6),
    }
