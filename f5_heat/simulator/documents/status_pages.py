# SPDX-License-Identifier: Apache-2.0

"""Status pages: version, readiness, clock, failover and config-sync."""

from __future__ import annotations

import datetime
import typing as t

from f5_heat.simulator.documents import queries
from f5_heat.simulator.documents import render
from f5_heat.simulator.documents import system_pages
from f5_heat.simulator.ha import failover
from f5_heat.simulator.ha import sync_status
from f5_heat.simulator.schema import versions
from f5_heat.simulator.state import bigip

Json = dict[str, t.Any]


def texts(**values: str) -> Json:
    return {key: {'description': value} for key, value in values.items()}


# When the first release of a branch was built. That of 14.1.2.1 is
# recorded; of the others the year is general knowledge.
_BUILT = {
    (11,): 'Tue Aug 19 16:22:57 PDT 2014',
    (12,): 'Fri Aug 21 13:11:06 PDT 2015',
    (13,): 'Tue Feb 14 16:25:40 PST 2017',
    (14,): 'Thu Jul 12 17:21:49 PDT 2018',
    (14, 1, 2): 'Tue Sep 17 15:44:32 PDT 2019',
    (15,): 'Thu May 16 10:28:14 PDT 2019',
    (15, 1): 'Fri Dec  6 11:22:12 PST 2019',
    (16,): 'Tue Jun 30 14:03:51 PDT 2020',
    (16, 1): 'Thu Jun 24 09:41:05 PDT 2021',
    (17,): 'Fri Mar 25 12:30:28 PDT 2022',
    (17, 1): 'Fri Mar  3 18:21:10 PST 2023',
    (17, 1, 1): 'Fri Sep 29 22:55:57 PDT 2023',
}


def _built(tmos: tuple[int, ...]) -> str:
    branch = max((one for one in _BUILT if one <= tmos), default=min(_BUILT))
    return _BUILT[branch]


def _version(device: bigip.Device) -> Json:
    return texts(
        Build='0.0.4',
        Date=_built(device.tmos),
        Edition='Final',
        Product='BIG-IP',
        Title='Main Package',
        Version=device.version,
    )


def _ready(device: bigip.Device) -> Json:
    # Recorded for a device that is ready.
    return texts(
        configReady='yes' if device.loaded else 'no',
        licenseReady='yes',
        provisionReady='yes',
    )


def _mcp_state(device: bigip.Device) -> Json:
    # Recorded for a device that runs; the words of one that loads are
    # general knowledge, without a source at hand.
    if not device.loaded:
        return texts(
            endPlatformIdReceived='true',
            lastLoad='base-config-load-succeed',
            phase='base',
        )
    return texts(
        endPlatformIdReceived='true',
        lastLoad='full-config-load-succeed',
        phase='running',
    )


def _clock(device: bigip.Device) -> Json:
    # Recorded on 14.1.2.1, in UTC while the device's zone was another.
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(
        seconds=device.clock
    )
    return texts(fullDate=now.strftime('%Y-%m-%dT%H:%M:%SZ'))


def _details(camel: str, lines: list[str]) -> Json:
    where = '{}cm/{}/0/details'.format(render.ROOT, camel)
    return (
        {
            where: {
                'nestedStats': {
                    'entries': {
                        '{}/{}'.format(where, number): {
                            'nestedStats': {'entries': texts(details=line)}
                        }
                        for number, line in enumerate(lines)
                    }
                }
            }
        }
        if lines
        else {}
    )


def _sync_status(device: bigip.Device) -> Json:
    found, mode, lines = sync_status.overall(device)
    sync_status.count_poll(device)
    return {
        **texts(color=found.color),
        **_details('syncStatus', lines),
        **texts(mode=mode, status=found.status, summary=found.summary),
    }


def _failover_status(device: bigip.Device) -> Json:
    color, status, summary, lines = failover.status_page(device)
    return {
        **texts(color=color),
        **_details('failoverStatus', lines),
        **texts(status=status, summary=summary),
    }


_PAGES: dict[str, tuple[t.Callable[[bigip.Device], Json], str]] = {
    'cm/failover-status': (_failover_status, ''),
    'cm/sync-status': (_sync_status, ''),
    'sys/clock': (_clock, ''),
    'sys/mcp-state': (_mcp_state, ''),
    'sys/ready': (_ready, '13.1'),
    'sys/version': (_version, ''),
}


def read(device: bigip.Device, path: str, query: queries.Query) -> Json | None:
    """Return the answer to a GET of a page; None if there is none."""
    if path == 'sys/failover':
        return {
            'kind': 'tm:sys:failover:failoverstats',
            'selfLink': render.link(path, query.version, query.echo),
            'apiRawValues': {'apiAnonymous': failover.text(device)},
        }
    if path == 'asm/policies':
        return _policies(device, path, query)
    entries = system_pages.entries(device, path)
    page, since = _PAGES.get(path, (None, ''))
    if page is not None and versions.known(device.version, since):
        entries = {
            '{}{}/0'.format(render.ROOT, path): {
                'nestedStats': {'entries': page(device)}
            }
        }
    if entries is None:
        below = system_pages.below(path)
        if not below or device.organizing(path):
            return None
        return render.organizing_json(path, below, query)
    key = path.rpartition('/')[2]
    if path == 'sys/cpu':
        # Recorded on 14.1.2.1: the page of one host is a collection.
        key += 'collection'
    return render.stats_json(
        'tm:{}:{}stats'.format(path.replace('/', ':'), key),
        path,
        entries,
        query,
    )


def _policies(device: bigip.Device, path: str, query: queries.Query) -> Json:
    """Return the policies of ASM, which clients read while it starts.

    General knowledge: there are none, and none can be made here.
    """
    device.check_modules(path, ('asm',))
    return {
        'kind': 'tm:asm:policies:policycollectionstate',
        'selfLink': render.link(path, query.version, query.echo),
        'totalItems': 0,
        'items': [],
    }
