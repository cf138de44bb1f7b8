# SPDX-License-Identifier: Apache-2.0

"""Pages about the machine: hardware, memory, processors and licence."""

from __future__ import annotations

import datetime
import typing as t
import urllib.parse

from f5_heat.simulator.documents import render
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip

Json = dict[str, t.Any]
# Numbers and texts by key; what is a table itself is nested.
Tree = dict[str, t.Any]

_CORES = 2
_MEMORY = 4145995776
_TMM_MEMORY = 2155872256
_AVERAGES = (
    'Idle',
    'Iowait',
    'Irq',
    'Niced',
    'Softirq',
    'Stolen',
    'System',
    'User',
)


def _numbered(rows: t.Iterable[Tree]) -> Tree:
    return {str(number): row for number, row in enumerate(rows)}


def _part(model: str, name: str, kind: str, versions: dict[str, str]) -> Tree:
    return {
        'model': model,
        'tmName': name,
        'type': kind,
        'versions': _numbered(
            {'tmName': key, 'version': value}
            for key, value in versions.items()
        ),
    }


def _hardware(device: bigip.Device) -> Tree:
    own = device.resolved(device.me)
    return {
        'chassis-info': {'0': {'maxMacCount': 1, 'regKey': '-'}},
        'hardware-version': {
            'HD1': _part(
                'Virtual disk',
                'HD1',
                'physical-disk',
                {
                    'SerialNumber': 'virtual',
                    'Size': '76.00G',
                    'Firmware Version': '1.0',
                    'Media Type': 'HDD',
                },
            ),
            'cpus': _part(
                'Virtual processor',
                'cpus',
                'base-board',
                {
                    'cache size': '6144 KB',
                    'cores': '{0}  (physical:{0})'.format(_CORES),
                    'cpu MHz': '2500.000',
                    'cpu sockets': str(_CORES),
                    'cpu stepping': '1',
                },
            ),
        },
        'platform': {
            '0': {
                'baseMac': own['baseMac'],
                'biosRev': ' ',
                'cloudName': ' ',
                'hypervisorName': 'VMware Virtual Platform',
                'marketingName': 'BIG-IP Virtual Edition',
            }
        },
        'system-info': {
            '0': {
                'bigipChassisSerialNum': own['chassisId'],
                'hostBoardPartRevNum': ' ',
                'hostBoardSerialNum': ' ',
                'platform': 'Z100',
                'project_200LevelBomNum': ' ',
                'switchBoardPartRevNum': ' ',
                'switchBoardSerialNum': ' ',
            }
        },
    }


def _processors() -> Tree:
    """Return processors that never had anything to do."""
    idle: Tree = {
        '{}Avg{}'.format(time, key): 100 if key == 'Idle' else 0
        for time in ('fiveMin', 'fiveSec', 'oneMin')
        for key in _AVERAGES
    }
    total = {key.lower(): 0 for key in _AVERAGES}
    return _numbered(
        {'cpuId': number, **idle, 'fiveSecAvgRatio': 0, **total}
        for number in range(_CORES)
    )


def _host_info(device: bigip.Device) -> Tree:
    return {
        '0': {
            'activeCpuCount': _CORES,
            'cpuCount': _CORES,
            'cpuInfo': _processors(),
            'hostId': '0',
            'memoryTotal': _MEMORY,
            'memoryUsed': _MEMORY // 2,
        }
    }


def _cpu(device: bigip.Device) -> Tree:
    return {'0': {'cpuInfo': _processors(), 'hostId': '0'}}


def _usage(prefix: str, total: int) -> Tree:
    used = total // 2
    keys = ('Free', 'Total', 'Used')
    return {
        prefix + (key if prefix else key.lower()): value
        for key, value in zip(keys, (total - used, total, used), strict=True)
    }


def _memory(device: bigip.Device) -> Tree:
    # A device lists some hundred parts of the memory of its microkernel.
    return {
        'memory-host': {
            '0': {
                'hostId': '0',
                **_usage('memory', _MEMORY),
                **_usage('otherMemory', _MEMORY - _TMM_MEMORY),
                **_usage('swap', 1048571904),
                **_usage('tmmMemory', _TMM_MEMORY),
            }
        },
        'memory-tmm': {
            '0.0': {
                'memoryTotal': _TMM_MEMORY,
                'memoryUsed': _TMM_MEMORY // 2,
                'tmmId': '0.0',
            }
        },
    }


def _tmm_info(device: bigip.Device) -> Tree:
    return {
        '0.{}'.format(number): {
            'cpu': number,
            'fiveMinAvgUsageRatio': 0,
            'fiveSecAvgUsageRatio': 0,
            'memoryTotal': 0 if number else _TMM_MEMORY,
            'memoryUsed': 0 if number else _TMM_MEMORY // 2,
            'npus': 1,
            'oneMinAvgUsageRatio': 0,
            'tmid': number,
            'tmmId': '0.{}'.format(number),
            'tmmPid': 9762,
        }
        for number in range(_CORES)
    }


def _software(device: bigip.Device) -> Tree:
    return {
        item.path: {
            **{
                key: item.values[key]
                for key in ('build', 'product', 'status', 'version')
            },
            'active': 'yes' if item.values.get('active') else 'no',
            'volume': item.path,
        }
        for item in device.store.items('sys/software/volume')
    }


def _license(device: bigip.Device) -> Tree:
    # General knowledge, no recording at hand.
    return {
        '0': {
            'active-modules': {
                '"Local Traffic Manager, VE"': {
                    'featureModules': 'Local Traffic Manager, VE',
                    'key': 'AAAAAAA-AAAAAAA',
                }
            },
            'licensedOnDate': '2024/01/01',
            'licensedVersion': device.version,
            'platformId': 'Z100',
            'registrationKey': 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEEEE',
            'serviceCheckDate': '2024/01/01',
        }
    }


def _console(device: bigip.Device) -> Tree:
    return {'0': {'baudRate': 9600}}


# Of each group the names in it, by what a device calls them.
_PERFORMANCE: dict[str, dict[str, tuple[str, ...]]] = {
    'connections': {
        'Total New Connections': ('Client Connections', 'Server Connections'),
        'Active Connections': ('Connections',),
        'HTTP Requests': ('HTTP Requests',),
    },
    'gtm': {
        'GSLB Performance': (
            'Persisted',
            'Requests',
            'Resolutions',
            'Return to DNS',
        ),
        'GSLB Request Breakdown ': tuple(
            'Type ' + record
            for record in ('A', 'AAAA', 'CNAME', 'MX', 'NAPTR', 'SRV')
        ),
    },
    'ramcache': {
        'RAM Cache Utilization': ('Byte Rate', 'Eviction Rate', 'Hit Rate')
    },
    'system': {
        'Memory Used': ('Other Memory Used', 'Swap Used', 'TMM Memory Used'),
        'System CPU Usage': ('Utilization',),
    },
    'throughput': {
        'Throughput(packets)': ('In', 'Out', 'Service'),
        'SSL Transactions': ('SSL TPS',),
    },
}


def _performance(*groups: str) -> t.Callable[[bigip.Device], Tree]:
    def tree(device: bigip.Device) -> Tree:
        now = datetime.datetime.now(datetime.timezone.utc)
        most = now.strftime('Max(since %Y_%m_%dT%H:%M:%SZ)')
        return {
            name: {'Average': '0', 'Current': '0', most: '0', label: name}
            for group in groups
            for label, names in _PERFORMANCE[group].items()
            for name in names
        }

    return tree


def _nothing(device: bigip.Device) -> Tree:
    return {}


_PAGES: dict[str, t.Callable[[bigip.Device], Tree]] = {
    'sys/connection': _nothing,
    'sys/console': _console,
    'sys/cpu': _cpu,
    'sys/hardware': _hardware,
    'sys/host-info': _host_info,
    'sys/license': _license,
    'sys/memory': _memory,
    'sys/performance/all-stats': _performance(*_PERFORMANCE),
    **{
        'sys/performance/' + group: _performance(group)
        for group in _PERFORMANCE
    },
    'sys/software/status': _software,
    'sys/tmm-info': _tmm_info,
}


def entries(device: bigip.Device, path: str) -> Json | None:
    """Return the entries of a page; None if there is none."""
    page = _PAGES.get(path)
    return None if page is None else _entries(path, page(device))


def below(path: str) -> list[str]:
    """Return the pages right below a path that is none itself."""
    return sorted(page for page in _PAGES if page.rpartition('/')[0] == path)


def _entries(where: str, tree: Tree) -> Json:
    rendered: Json = {}
    # Recorded on 14.1.2.1: the table in a row has another spelling.
    row = not all(isinstance(value, dict) for value in tree.values())
    outer = '/'.join(map(shapes.json_name, where.split('/')))
    for key, value in sorted(tree.items()):
        if isinstance(value, dict):
            path = '{}/{}'.format(outer if row else where, key)
            rendered[render.ROOT + urllib.parse.quote(path, '/:,')] = {
                'nestedStats': {'entries': _entries(path, value)}
            }
        elif isinstance(value, int):
            rendered[key] = {'value': value}
        else:
            rendered[key] = {'description': value}
    return rendered
