# SPDX-License-Identifier: Apache-2.0

"""Pages about the machine, which clients read before anything else."""

import pytest

# The keys in the first row of each table, as recorded on 14.1.2.1.
PAGES = {
    'sys/cpu': ('cpuInfo', 'hostId'),
    'sys/hardware': ('hardware-version', 'platform', 'system-info'),
    'sys/host-info': ('cpuCount', 'memoryTotal', 'memoryUsed'),
    'sys/memory': ('memory-host', 'memory-tmm'),
    'sys/performance/all-stats': ('Client Connections', 'Utilization'),
    'sys/performance/connections': ('Connections', 'HTTP Requests'),
    'sys/performance/gtm': ('Requests', 'Type A'),
    'sys/performance/ramcache': ('Byte Rate', 'Hit Rate'),
    'sys/performance/system': ('Swap Used', 'TMM Memory Used'),
    'sys/performance/throughput': ('In', 'Out', 'SSL TPS'),
    'sys/software/status': ('active', 'version', 'volume'),
    'sys/tmm-info': ('memoryTotal', 'tmmId'),
}


def rows(entries):
    """Entries by the last part of their links, one level flat."""
    return {
        key.rpartition('/')[2].replace('%20', ' '): value
        for key, value in entries.items()
    }


@pytest.mark.parametrize('path', PAGES)
def test_a_page_has_its_tables(rest, path):
    page = rest.ok('GET', path)
    assert page['kind'].startswith('tm:%s:' % path.replace('/', ':'))
    found = rows(page['entries'])
    if not set(PAGES[path]) & set(found):
        found = rows(next(iter(found.values()))['nestedStats']['entries'])
    assert set(PAGES[path]) <= set(found)


def test_the_hardware_says_what_device_it_is(rest):
    tables = rows(rest.ok('GET', 'sys/hardware')['entries'])
    platform = tables['platform']['nestedStats']['entries'][
        'https://localhost/mgmt/tm/sys/hardware/platform/0'
    ]['nestedStats']['entries']
    assert platform['marketingName'] == {
        'description': 'BIG-IP Virtual Edition'
    }
    own = rest.ok('GET', 'cm/device')['items'][0]
    assert platform['baseMac'] == {'description': own['baseMac']}
    # Recorded on 14.1.2.1: a table in a row is spelled otherwise.
    assert (
        'https://localhost/mgmt/tm/sys/hardware/hardwareVersion/cpus/versions'
        in tables['hardware-version']['nestedStats']['entries'][
            'https://localhost/mgmt/tm/sys/hardware/hardware-version/cpus'
        ]['nestedStats']['entries']
    )


def test_no_connections_are_no_entries(rest):
    assert 'entries' not in rest.ok('GET', 'sys/connection')


def test_the_groups_of_performance_are_listed(rest):
    links = [
        item['reference']['link'].partition('?')[0].rpartition('/')[2]
        for item in rest.ok('GET', 'sys/performance')['items']
    ]
    assert links == [
        'all-stats',
        'connections',
        'gtm',
        'ramcache',
        'system',
        'throughput',
    ]


def test_the_page_of_a_module_is_there_when_it_is(rest):
    status, message = rest.refused('GET', 'asm/policies')
    assert status == 400 and message.endswith('asm/policies : asm')
    rest.ok('PATCH', 'sys/provision/asm', {'level': 'nominal'})
    assert rest.ok('GET', 'asm/policies')['items'] == []


def test_a_device_says_where_it_is_managed(release):
    bigip, rest = release('14.1.2.1')
    (address,) = rest.ok('GET', 'sys/management-ip')['items']
    own = rest.ok('GET', 'cm/device')['items'][0]
    assert address['fullPath'].partition('/')[0] == own['managementIp']
    volume = rest.ok('GET', 'sys/software/volume/HD1.1')
    assert volume['version'] == '14.1.2.1' and volume['active'] is True
    variable = rest.ok('GET', 'sys/db/version.version')
    assert variable['value'] == '14.1.2.1'


def test_an_archive_is_saved_loaded_and_deleted(rest):
    rest.ok('POST', 'ltm/pool', {'name': 'kept'})
    rest.ok('POST', 'sys/ucs', {'command': 'save', 'name': 'day'})
    (archive,) = rest.ok('GET', 'sys/ucs')['items']
    assert archive['apiRawValues']['filename'] == '/var/local/ucs/day.ucs'
    rest.ok('DELETE', 'ltm/pool/~Common~kept')
    rest.ok('POST', 'sys/ucs', {'command': 'load', 'name': 'day.ucs'})
    rest.ok('GET', 'ltm/pool/~Common~kept')
    rest.ok('DELETE', 'sys/ucs/day.ucs')
    assert rest.ok('GET', 'sys/ucs')['items'] == []
    status, _ = rest.refused(
        'POST', 'sys/ucs', {'command': 'load', 'name': 'day.ucs'}
    )
    assert status == 404
