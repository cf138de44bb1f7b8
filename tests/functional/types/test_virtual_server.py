# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::VirtualServer: where it listens, and what hangs on it."""

import pytest
from heatclient import exc as heat_exc


@pytest.fixture
def server(cloud, stack):
    return Server(cloud, stack)


class Server:
    """A stack with a virtual server, and what a device has of it."""

    def __init__(self, cloud, stack):
        self.cloud = cloud
        self.stack = stack
        self.name = stack.name.replace('-', '_')
        self.uri = 'ltm/virtual/~Common~' + self.name

    def template(self, **properties):
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                'server': {
                    'type': 'F5::LTM::VirtualServer',
                    'properties': {
                        'name': self.name,
                        'ip': '192.0.2.1',
                        'port': 80,
                        **properties,
                    },
                }
            },
        }

    def set(self, **properties):
        """Create or update, check, and count what was written."""
        act = self.stack.update if self.stack.id else self.stack.create
        self.cloud.control.clear()
        act(self.template(**properties))
        writes = [
            request['method']
            for request in self.cloud.control.requests()
            if request['method'] != 'GET' and not request['login']
        ]
        self.stack.check()
        return writes

    def body(self):
        return self.cloud.bigip.read(self.uri + '?expandSubcollections=true')

    def profiles(self):
        return {
            (item['fullPath'], item['context'])
            for item in self.body()['profilesReference']['items']
        }

    def reason(self):
        return self.stack.resource('server').resource_status_reason


@pytest.fixture
def route_domain(cloud):
    answer = cloud.bigip.post(
        'net/route-domain',
        json={'name': 'domain_2', 'partition': 'Common', 'id': 2},
    )
    assert answer.status_code == 200, answer.text
    yield 2
    cloud.bigip.delete('net/route-domain/~Common~domain_2')


@pytest.fixture
def vlans(cloud):
    names = ['server_vlan_1', 'server_vlan_2']
    for name in names:
        answer = cloud.bigip.post(
            'net/vlan', json={'name': name, 'partition': 'Common'}
        )
        assert answer.status_code == 200, answer.text
    yield ['/Common/' + name for name in names]
    for name in names:
        cloud.bigip.delete('net/vlan/~Common~' + name)


@pytest.mark.parametrize(
    'ip, port, destination, mask',
    [
        ('192.0.2.1', 443, '/Common/192.0.2.1:443', '255.255.255.255'),
        ('192.0.2.1', 'any', '/Common/192.0.2.1:0', '255.255.255.255'),
        (
            '2001:db8::1',
            443,
            '/Common/2001:db8::1.443',
            'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
        ),
        ('192.0.2.1%2', 443, '/Common/192.0.2.1%2:443', '255.255.255.255'),
        ('192.0.2.0/24', 443, '/Common/192.0.2.0:443', '255.255.255.0'),
        ('10.0.0.0/8', 0, '/Common/10.0.0.0:0', '255.0.0.0'),
    ],
)
def test_destination(server, route_domain, ip, port, destination, mask):
    assert server.set(ip=ip, port=port) == ['POST']
    assert server.body()['destination'] == destination
    assert server.body()['mask'] == mask
    assert server.set(ip=ip, port=port, description='two') == ['PATCH']
    server.stack.delete()
    assert (
        server.cloud.bigip.read(
            'ltm/virtual-address/'
            + destination.rpartition('.' if '2001' in ip else ':')[0]
            .replace('/', '~')
            .replace('%', '%25')
        )
        is None
    )


def test_destination_moves(server):
    server.set()
    assert server.set(ip='192.0.2.2', port=8080) == ['PATCH']
    assert server.body()['destination'] == '/Common/192.0.2.2:8080'
    assert server.set(ip='192.0.2.0/24') == ['PATCH']
    assert server.body()['mask'] == '255.255.255.0'
    assert server.set(ip='192.0.2.2') == ['PATCH']
    assert server.body()['mask'] == '255.255.255.255'
    assert server.set(ip='2001:db8::2', source='::/0') == ['PATCH']
    assert server.body()['destination'] == '/Common/2001:db8::2.80'
    assert server.set(ip='192.0.2.3', source='0.0.0.0/0') == ['PATCH']


def test_virtual_address_of_the_template(server):
    template = server.template(ip={'get_resource': 'address'})
    template['resources']['address'] = {
        'type': 'F5::LTM::VirtualAddress',
        'properties': {'address': '192.0.2.9', 'arp': False},
    }
    server.stack.create(template)
    assert server.body()['destination'] == '/Common/192.0.2.9:80'
    server.stack.check()
    server.stack.delete()
    assert (
        server.cloud.bigip.read('ltm/virtual-address/~Common~192.0.2.9')
        is None
    )


def test_two_of_one_destination_are_refused(server, make_stack):
    server.set()
    other = Server(server.cloud, make_stack())
    other.stack.create(other.template(), expect='CREATE_FAILED')
    assert 'illegally shares destination address' in other.reason()
    other.stack.delete()
    server.stack.check()


def test_profiles_have_contexts(server):
    assert server.set(
        profiles=[
            'http',
            {'name': 'tcp-wan-optimized', 'context': 'client'},
            {'name': 'tcp-lan-optimized', 'context': 'serverside'},
        ],
        client_profiles=['clientssl'],
        server_profiles=['/Common/serverssl'],
    ) == ['POST']
    both = {
        ('/Common/http', 'all'),
        ('/Common/tcp-wan-optimized', 'clientside'),
        ('/Common/tcp-lan-optimized', 'serverside'),
        ('/Common/clientssl', 'clientside'),
        ('/Common/serverssl', 'serverside'),
    }
    assert server.profiles() == both
    assert server.body()['ipProtocol'] == 'tcp'
    assert server.set(
        profiles=['http', 'tcp'], client_profiles=['clientssl']
    ) == ['PATCH']
    assert server.profiles() == {
        ('/Common/http', 'all'),
        ('/Common/tcp', 'all'),
        ('/Common/clientssl', 'clientside'),
    }
    assert server.set(profiles=['http', 'tcp']) == ['PATCH']
    assert server.set(profiles=['tcp', 'http']) == []
    assert server.set() == ['PATCH']
    assert server.profiles() == {('/Common/fastL4', 'all')}


def test_snat(server):
    server.set()
    assert server.body()['sourceAddressTranslation'] == {'type': 'automap'}
    assert server.set(snat='none') == ['PATCH']
    assert server.body()['sourceAddressTranslation'] == {'type': 'none'}
    template = server.template(snat={'get_resource': 'pool'})
    template['resources']['pool'] = {
        'type': 'F5::LTM::SnatPool',
        'properties': {'name': server.name, 'members': ['198.51.100.1']},
    }
    server.stack.update(template)
    found = server.body()['sourceAddressTranslation']
    assert (found['type'], found['pool']) == ('snat', '/Common/' + server.name)
    server.stack.check()
    server.stack.update(server.template())
    assert server.body()['sourceAddressTranslation'] == {'type': 'automap'}


def test_cookie_persistence_needs_http(server):
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        server.stack.create(
            server.template(profiles=['tcp'], persistence_profile='cookie')
        )
    assert 'persistence_profile: cookie keeps cookies' in str(refused.value)
    assert server.set(
        profiles=['tcp', 'http'],
        persistence_profile='cookie',
        fallback_persistence_profile='source_addr',
    ) == ['POST']
    (persist,) = server.body()['persist']
    assert (persist['name'], persist['partition']) == ('cookie', 'Common')
    assert server.body()['fallbackPersistence'] == '/Common/source_addr'
    assert server.set(profiles=['tcp', 'http']) == ['PATCH']
    assert 'persist' not in server.body()
    assert 'fallbackPersistence' not in server.body()


def test_vlans(server, vlans):
    server.set()
    assert server.body()['vlansDisabled'] is True
    assert server.set(vlans=vlans[:1]) == ['PATCH']
    assert server.body()['vlans'] == vlans[:1]
    assert server.body()['vlansEnabled'] is True
    assert server.set(vlans=vlans[:1], vlans_disabled=True) == ['PATCH']
    assert server.body()['vlansDisabled'] is True
    assert 'vlansEnabled' not in server.body()
    assert server.set(vlans=vlans) == ['PATCH']
    assert server.body()['vlansEnabled'] is True
    assert server.set(vlans=vlans[::-1]) == []
    assert server.set() == ['PATCH']
    assert not server.body().get('vlans')
    assert server.body()['vlansDisabled'] is True


@pytest.mark.parametrize(
    'type, key',
    [
        ('forwarding-ip', 'ipForward'),
        ('forwarding-l2', 'l2Forward'),
        ('reject', 'reject'),
        ('stateless', 'stateless'),
        ('dhcp', 'dhcpRelay'),
    ],
)
def test_type(server, type, key):
    properties = {'type': type}
    if type == 'stateless':
        properties.update(ip_protocol='udp', profiles=['udp'])
    assert server.set(**properties) == ['POST']
    assert server.body()[key] is True


def test_the_protocol_is_that_of_the_profile_that_is_there(server):
    """A device derives it once; afterwards it is sent with the profile."""

    def write(**properties):
        writes = server.set(**properties)
        server.stack.check()
        return writes, server.body()['ipProtocol']

    assert write(profiles=['tcp']) == (['POST'], 'tcp')
    assert write(profiles=['tcp', 'http']) == (['PATCH'], 'tcp')
    assert write(profiles=['udp']) == (['PATCH'], 'udp')
    assert write(profiles=['udp'], ip_protocol='udp') == ([], 'udp')
    assert write(profiles=['udp']) == ([], 'udp')
    assert write(client_profiles=['/Common/tcp']) == (['PATCH'], 'tcp')
    assert write() == (['PATCH'], 'any')


def test_the_protocol_is_that_of_a_profile_of_ones_own(cloud, stack):
    name = stack.name.replace('-', '_')

    def template(*profiles):
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                **{
                    kind: {
                        'type': 'F5::LTM::Profile::' + kind,
                        'properties': {'name': '%s_%s' % (name, kind)},
                    }
                    for kind in ('TCP', 'UDP')
                },
                'server': {
                    'type': 'F5::LTM::VirtualServer',
                    'properties': {
                        'name': name,
                        'ip': '192.0.2.3',
                        'port': 53,
                        'profiles': [
                            {'get_resource': kind} for kind in profiles
                        ],
                    },
                },
            },
        }

    def protocol():
        return cloud.bigip.read('ltm/virtual/~Common~' + name)['ipProtocol']

    stack.create(template('TCP'))
    assert protocol() == 'tcp'
    stack.update(template('UDP'))
    assert protocol() == 'udp'
    stack.check()
    stack.update(template('TCP'))
    assert protocol() == 'tcp'


def test_what_is_forwarded_is_not_translated(server):
    given = {'type': 'forwarding-ip', 'ip': '192.0.2.64/26', 'port': 0}
    names = {
        'translate_address': 'translateAddress',
        'translate_port': 'translatePort',
    }
    server.set(**given)
    before = {key: server.body()[key] for key in names.values()}
    assert before == dict.fromkeys(names.values(), 'disabled')
    server.set(**given, **dict.fromkeys(names, True))
    assert server.set(**given) == ['PATCH']
    assert {key: server.body()[key] for key in names.values()} == before


def test_disabled(server):
    server.set(admin_state_up=False)
    assert server.body()['disabled'] is True
    assert 'enabled' not in server.body()
    assert server.set() == ['PATCH']
    assert server.body()['enabled'] is True
    assert 'disabled' not in server.body()


def test_attributes(server):
    template = server.template()
    template['outputs'] = {
        name: {'value': {'get_attr': ['server', name]}}
        for name in (
            'destination',
            'full_path',
            'enabled_state',
            'availability_state',
            'total_connections',
        )
    }
    server.stack.create(template)
    assert server.stack.output('destination') == '/Common/192.0.2.1:80'
    assert server.stack.output('full_path') == '/Common/' + server.name
    assert server.stack.output('enabled_state') == 'enabled'
    assert server.stack.output('availability_state') == 'unknown'
    assert server.stack.output('total_connections') == 0


def test_a_virtual_address_with_a_name_is_no_network(cloud, stack):
    """A device shows the mask, but no length belongs behind a name."""
    tag = stack.name.replace('-', '_')
    template = {
        'heat_template_version': '2021-04-16',
        'resources': {
            'address': {
                'type': 'F5::LTM::VirtualAddress',
                'properties': {
                    'name': tag + '_address',
                    'address': '198.51.100.5',
                },
            },
            'server': {
                'type': 'F5::LTM::VirtualServer',
                'properties': {
                    'name': tag,
                    'ip': {'get_resource': 'address'},
                    'port': 80,
                },
            },
        },
    }
    stack.create(template)
    stack.check()
    cloud.control.clear()
    stack.update(template, converge=True)
    assert {
        request['method']
        for request in cloud.control.requests()
        if not request['login']
    } == {'GET'}
