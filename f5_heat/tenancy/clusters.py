# SPDX-License-Identifier: Apache-2.0

"""The limits of a tenant who was granted clusters, on devices and groups."""

from __future__ import annotations

import re
import typing as t

from f5_heat.icontrol import paths
from f5_heat.tenancy import target as targets
from f5_heat.tenancy import territory

# The keys of a device group, and the words of each command, as patterns, that
# are allowed if clusters are granted.
_GROUPS = 'cm/device-group'
_READABLE = ('cm/device', _GROUPS, 'cm/traffic-group')
_SYNC_STATUS = 'tm/cm/sync-status'
_GROUP_KEYS = frozenset(
    (
        'asmSync',
        'autoSync',
        'description',
        'fullLoadOnSync',
        'incrementalConfigSyncSizeMax',
        'name',
        'networkFailover',
        'partition',
        'saveOnAutoSync',
        'type',
    )
)
_DEVICE_NAME = r'[\w.:-]+'
_CLUSTER_COMMANDS: dict[str, dict[str, str]] = {
    'tm/cm': {
        'command': 'run',
        'utilCmdArgs': (
            r'config-sync( force-full-load-push)? (to|from)-group [\w.:-]+'
        ),
    },
    'tm/cm/add-to-trust': {
        'command': 'run',
        'name': 'Root',
        'caDevice': 'True',
        'device': r'[0-9A-Fa-f.:]+',
        'deviceName': _DEVICE_NAME,
        'username': r'[^\n]+',
        'password': r'[^\n]+',
    },
    'tm/cm/remove-from-trust': {
        'command': 'run',
        'name': 'Root',
        'caDevice': 'True',
        'deviceName': _DEVICE_NAME,
    },
}


class Tenant(t.Protocol):
    """The part of a tenant's fence that this module needs."""

    def may_read(self, path: str) -> bool: ...

    def judge_params(self, params: t.Any) -> None: ...


def judge(
    tenant: Tenant, method: str, uri: str, body: t.Any, params: t.Any
) -> None:
    """Judge a request about devices, their trust and their groups."""
    if method == 'GET':
        if body is not None:
            raise territory.Refused('a read has no body.')
        tenant.judge_params(params or {})
        if (
            uri != _SYNC_STATUS
            and targets.Target.of(uri[3:]).collection not in _READABLE
        ):
            raise territory.Refused(
                'this is open to nobody who shares the device.'
            )
        return
    if params:
        raise territory.Refused('a change has no parameters.')
    if uri in _CLUSTER_COMMANDS:
        _judge_words(method, body, _CLUSTER_COMMANDS[uri])
        return
    target = targets.Target.of(uri[3:])
    if (
        target.collection != _GROUPS
        or target.part not in ('', 'devices')
        or target.is_statistics
    ):
        raise territory.Refused(
            'this is open to nobody who shares the device.'
        )
    for path in filter(None, (target.name, target.part_name)):
        if not path.startswith(f'/{territory.COMMON}/') or not tenant.may_read(
            path
        ):
            raise territory.Refused(f'{path!r} is no device group.', 'name')
    last = target.part_name if target.part else target.name
    if method not in ('POST', 'PATCH', 'DELETE') or (
        (method == 'POST') == bool(last)
    ):
        raise territory.Refused('this is no change of one object.')
    if method == 'DELETE':
        if body is not None:
            raise territory.Refused('a delete has no body.')
        return
    if not isinstance(body, dict):
        raise territory.Refused('its body is no object.')
    for key, value in body.items():
        if key not in _GROUP_KEYS:
            raise territory.Refused(
                f'{key} is no key of a device group.', str(key)
            )
        if key == 'name' and not (
            isinstance(value, str) and paths.is_plain(value)
        ):
            raise territory.Refused(f'the name {value!r} is not plain.', key)
        if key == 'partition' and value != territory.COMMON:
            raise territory.Refused(
                f'it lies elsewhere than in /{territory.COMMON}.', key
            )


def _judge_words(method: str, body: t.Any, words: dict[str, str]) -> None:
    """Refuse a command whose words do not match the patterns."""
    if (
        method != 'POST'
        or not isinstance(body, dict)
        or set(body) != set(words)
    ):
        raise territory.Refused('this is no command that is known here.')
    for key, pattern in words.items():
        if not re.fullmatch(pattern, str(body[key]), re.ASCII):
            raise territory.Refused(f'its {key} is not plain.', key)
