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

"""F5::LTM::VirtualServer: an address and port that clients connect to."""

from f5_heat.engine import bigip
from f5_heat.engine import constraints
from f5_heat.engine import ownership
from f5_heat.engine import refusal
from f5_heat.engine import schema
from f5_heat.icontrol import paths

#: The key that is true for a virtual server of a type other than standard.
TYPES = {
    'forwarding-ip': 'ipForward',
    'forwarding-l2': 'l2Forward',
    'reject': 'reject',
    'internal': 'internal',
    'stateless': 'stateless',
    'dhcp': 'dhcpRelay',
}

PROTOCOLS = [
    'ah', 'any', 'bna', 'esp', 'etherip', 'gre', 'icmp', 'ipencap', 'ipv6',
    'ipv6-auth', 'ipv6-crypt', 'ipv6-icmp', 'isp-ip', 'mux', 'ospf', 'sctp',
    'tcp', 'udp', 'udplite',
]

CONTEXTS = {
    'profiles': 'all',
    'client_profiles': 'clientside',
    'server_profiles': 'serverside',
}


class Ip(schema.String):
    """The address, which travels in the destination with the port."""

    def same(self, wanted, actual, folder):
        return actual is not None and _parts(wanted, folder) == _parts(
            actual, folder)


class Port(schema.String):
    """The port, which travels in the destination with the address."""

    def same(self, wanted, actual, folder):
        return _port(wanted) == actual


def _port(port):
    return '0' if port in (None, '', 'any') else port


def _parts(ip, folder):
    """Partition and address of an ip, in the address's normal form."""
    if not ip.startswith('/'):
        ip = '/%s/%s' % (paths.split(folder + '/')[0], ip.split('/')[0])
    partition, _, address = paths.split(ip)
    return partition, constraints.normal(address)


class Type(schema.Property):
    """The type, as the flag that is true for it; standard has none."""

    def __init__(self):
        super().__init__(
            self.STRING,
            'What the virtual server does with connections: standard, '
            'which balances them by profiles; forwarding-ip; forwarding-l2; '
            'reject; internal; stateless; or dhcp.', default='standard',
            update_allowed=False, constraints=[
                constraints.AllowedValues(['standard', *TYPES])])

    def write(self, body, value, folder):
        if value in TYPES:
            body[TYPES[value]] = True

    def read(self, body):
        return next((name for name, key in TYPES.items() if body.get(key)),
                    'standard')


class Snat(schema.Property):
    """The translation of source addresses, as a type and a pool."""

    def __init__(self):
        super().__init__(
            self.STRING,
            'Where the source addresses of connections to servers come '
            'from: automap, an address of the BIG-IP itself; none, the '
            "client's own; or the name or path of an F5::LTM::SnatPool.",
            default='automap')

    def write(self, body, value, folder):
        body['sourceAddressTranslation'] = (
            {'type': value} if value in ('automap', 'none') else
            {'type': 'snat', 'pool': schema.resolve(value, folder)})

    def read(self, body):
        sent = body.get('sourceAddressTranslation') or {}
        return sent.get('pool') or sent.get('type')

    def same(self, wanted, actual, folder):
        if wanted in ('automap', 'none'):
            return wanted == actual
        return schema.same_path(wanted, actual, folder)


class Vlans(schema.References):
    """The VLANs of a virtual server; without any it listens on all."""

    def write(self, body, value, folder):
        super().write(body, value, folder)
        body['vlansEnabled' if value else 'vlansDisabled'] = True


class VlansDisabled(schema.Boolean):
    """Turns the list of VLANs into those not to listen on."""

    def write(self, body, value, folder):
        if value:
            body.pop('vlansEnabled', None)
            body['vlansDisabled'] = True

    def read(self, body):
        return bool(body.get('vlansDisabled'))


class Profiles(schema.Property):
    """Profiles of a virtual server on one or both sides of it.

    Each is a name or path, or a map of ``name`` and ``context``.
    """

    def __init__(self, name, description):
        super().__init__(self.LIST, description, unset=[],
                         constraints=[ProfileItems()])
        self.context = CONTEXTS[name]

    def entries(self, value):
        """Pairs of name and context."""
        for item in value:
            if isinstance(item, str):
                yield item, self.context
            else:
                context = item.get('context') or self.context
                yield item['name'], {'client': 'clientside',
                                     'server': 'serverside'}.get(
                                         context, context)

    def write(self, body, value, folder):
        body.setdefault('profiles', []).extend(
            {'name': schema.resolve(name, folder), 'context': context}
            for name, context in self.entries(value))

    def read(self, body):
        items = (body.get('profilesReference') or {}).get('items')
        if items is None:
            return None
        return [{'name': item['fullPath'], 'context': item['context']}
                for item in items
                if self.context in ('all', item['context'])]

    def fill(self, before, after):
        if before and after and (
                set(self.entries(before)) == set(self.entries(after))):
            return before
        return super().fill(before, after)

    def differences(self, name, wanted, actual, folder):
        for profile, context in self.entries(wanted):
            if not any(schema.same_path(profile, item['name'], folder)
                       and item['context'] == context
                       for item in actual or []):
                yield '%s: expected %s (%s), the device does not have it' % (
                    name, profile, context)


class ProfileItems(constraints.Form):
    """The form of the items of a list of profiles."""

    valid_types = (schema.Property.LIST_TYPE,)
    expected = ('a list of names or paths of profiles, or of maps with a '
                'name and a context: all, clientside or serverside')

    def fits(self, value):
        return all(map(self._item_fits, value))

    def _is_valid(self, value, schema, context):
        return self.fits(value)

    @staticmethod
    def _item_fits(item):
        if isinstance(item, str):
            return bool(item)
        return (isinstance(item, dict) and isinstance(item.get('name'), str)
                and set(item) <= {'name', 'context'}
                and item.get('context') in (
                    None, 'all', 'client', 'server', 'clientside',
                    'serverside'))


class Persistence(schema.Reference):
    """The persistence profile; the device keeps a list of one."""

    def read(self, body):
        profiles = body.get('persist') or []
        if not profiles:
            return None
        return paths.full(profiles[0]['name'],
                          profiles[0].get('partition', 'Common'))


class ClonePool(schema.Map):
    """A pool; the device shows its name and its partition apart."""

    def decode(self, sent):
        return super().decode({**sent, 'name': paths.full(
            sent['name'], sent.get('partition', 'Common'))})


class Policies(schema.References):
    """The policies of a virtual server, a sub-collection of it."""

    def read(self, body):
        items = (body.get('policiesReference') or {}).get('items')
        if items is None:
            return None
        return [item['fullPath'] for item in items]


class VirtualServer(bigip.BigIPResource):
    """A virtual server: where clients connect, and where they are sent."""

    collection = 'ltm/virtual'
    exclusive = ('ip',)
    ownership = ownership.METADATA

    properties_schema = {
        **bigip.NAMING,
        **bigip.DESCRIPTION,
        'ip': Ip(
            'The address to listen on, with %ID behind it for a route '
            'domain and /LENGTH for a network; or the path of an '
            'F5::LTM::VirtualAddress. Not needed for type internal.',
            constraints=[constraints.Destination()]),
        'port': Port(
            'The port to listen on, a number from 0 to 65535; 0 or any for '
            'all.', constraints=[constraints.Port()]),
        'mask': schema.Address(
            'The netmask of the address. By default that of a single '
            'address, or of the length in ip.', wire='mask',
            constraints=[constraints.Address()]),
        'source': schema.String(
            'The network of the clients that may connect, such as '
            '192.0.2.0/24. By default all.', wire='source',
            constraints=[constraints.Network()]),
        'type': Type(),
        'ip_protocol': schema.String(
            'The protocol to listen for, such as tcp or udp.',
            wire='ipProtocol', unset='any',
            constraints=[constraints.AllowedValues(PROTOCOLS)]),
        'admin_state_up': schema.Switch(
            'Whether the virtual server takes connections.', unset=True),
        'default_pool': schema.Reference(
            'The pool that connections go to: a name, a path or an '
            'F5::LTM::Pool.', wire='pool'),
        'profiles': Profiles(
            'profiles', 'The profiles that say how connections are handled: '
            'names or paths, or maps with a name and a context, which is '
            'all, clientside or serverside.'),
        'client_profiles': Profiles(
            'client_profiles', 'Profiles for the side of the clients only, '
            'such as F5::LTM::Profile::ClientSSL.'),
        'server_profiles': Profiles(
            'server_profiles', 'Profiles for the side of the servers only, '
            'such as F5::LTM::Profile::ServerSSL.'),
        'persistence_profile': Persistence(
            'The profile that sends a client to the same server again.',
            wire='persist'),
        'fallback_persistence_profile': schema.Reference(
            'The persistence profile where the first one finds nothing.',
            wire='fallbackPersistence'),
        'irules': schema.References(
            'The iRules that see the connections, in this order.',
            wire='rules'),
        'policies': Policies(
            'The local traffic policies for the connections.',
            wire='policies', ordered=False),
        'snat': Snat(),
        'vlans': Vlans(
            'The VLANs and tunnels to listen on. By default, or when the '
            'list is empty, all.', wire='vlans', ordered=False),
        'vlans_disabled': VlansDisabled(
            'Whether vlans are those not to listen on instead.',
            unset=False),
        'source_port': schema.String(
            'Whether the port of the client is kept towards the server.',
            wire='sourcePort', unset='preserve',
            constraints=[constraints.AllowedValues(
                ['preserve', 'preserve-strict', 'change'])]),
        'translate_address': schema.Boolean(
            "Whether the address is translated to the server's. By default "
            'it is, except where ip is a network that is forwarded.',
            wire='translateAddress', unset=True),
        'translate_port': schema.Boolean(
            "Whether the port is translated to the server's.",
            wire='translatePort', unset=True),
        'auto_last_hop': schema.String(
            'Whether answers go back by the way that the request came.',
            wire='autoLasthop', unset='default',
            constraints=[constraints.AllowedValues(
                ['default', 'enabled', 'disabled'])]),
        'mirror': schema.Boolean(
            'Whether connections are mirrored to the peer, to survive a '
            'failover.', wire='mirror', unset=False),
        'nat64': schema.Boolean(
            'Whether IPv6 clients are translated to IPv4 servers.',
            wire='nat64', unset=False),
        'cmp_enabled': schema.Boolean(
            'Whether all processors share the connections.',
            wire='cmpEnabled', unset=True, words=('yes', 'no')),
        'address_status': schema.Boolean(
            'Whether the state of the virtual server counts for that of its '
            'address.', wire='addressStatus', unset=True,
            words=('yes', 'no')),
        'connection_limit': schema.Integer(
            'The number of connections at once; 0 for no limit.',
            wire='connectionLimit', unset=0,
            constraints=[constraints.Range(0, 4294967295)]),
        'rate_limit': schema.String(
            'The number of new connections in a second, or disabled.',
            wire='rateLimit', unset='disabled',
            constraints=[constraints.NumberOr(0, 4294967295, 'disabled')]),
        'rate_limit_mode': schema.String(
            'What rate_limit is counted for.', wire='rateLimitMode',
            unset='object', constraints=[constraints.AllowedValues(
                ['object', 'object-source', 'object-destination',
                 'object-source-destination', 'source', 'destination',
                 'source-destination'])]),
        'rate_limit_src_mask': schema.Integer(
            'The length of the prefix by which sources are told apart for '
            'rate_limit.', wire='rateLimitSrcMask', unset=0,
            constraints=[constraints.Range(0, 128)]),
        'rate_limit_dst_mask': schema.Integer(
            'The length of the prefix by which destinations are told apart '
            'for rate_limit.', wire='rateLimitDstMask', unset=0,
            constraints=[constraints.Range(0, 128)]),
        'service_down_immediate_action': schema.String(
            'What happens to a new connection when no server is up.',
            wire='serviceDownImmediateAction', unset='none',
            constraints=[constraints.AllowedValues(
                ['none', 'drop', 'reset'])]),
        'serverssl_use_sni': schema.Boolean(
            'Whether the server name of the client chooses the server SSL '
            'profile.', wire='serversslUseSni', unset=False),
        'gtm_score': schema.Integer(
            'The score that BIG-IP DNS may balance by.', wire='gtmScore',
            unset=0, constraints=[constraints.Range(0, 4294967295)]),
        'clone_pools': schema.List(
            'The pools that get a copy of the traffic.', wire='clonePools',
            ordered=False, schema=ClonePool('A pool.', schema={
                'name': schema.Reference(
                    'The name or path of the pool.', wire='name',
                    required=True),
                'context': schema.String(
                    'The side whose traffic is copied: clientside or '
                    'serverside.', wire='context', required=True,
                    constraints=[constraints.AllowedValues(
                        ['clientside', 'serverside'])])})),
        'traffic_matching_criteria': schema.Reference(
            'The traffic matching criteria to listen by, instead of one '
            'address and port.', wire='trafficMatchingCriteria'),
        'firewall_enforced_policy': schema.Reference(
            'The network firewall policy that is enforced.',
            wire='fwEnforcedPolicy'),
        'firewall_staged_policy': schema.Reference(
            'The network firewall policy that is only logged.',
            wire='fwStagedPolicy'),
        'security_log_profiles': schema.References(
            'The profiles by which security events are logged.',
            wire='securityLogProfiles', ordered=False),
        'ip_intelligence_policy': schema.Reference(
            'The IP intelligence policy.', wire='ipIntelligencePolicy'),
        'per_flow_request_access_policy': schema.Reference(
            'The access policy for each request.',
            wire='perFlowRequestAccessPolicy'),
        'security_nat_policy': schema.Map(
            'The security NAT policy.', wire='securityNatPolicy', schema={
                'policy': schema.Reference(
                    'The name or path of the policy.', wire='policy'),
                'use_device_policy': schema.Boolean(
                    "Whether the device's policy applies.",
                    wire='useDevicePolicy', unset=False,
                    words=('yes', 'no')),
                'use_route_domain_policy': schema.Boolean(
                    "Whether the route domain's policy applies.",
                    wire='useRouteDomainPolicy', unset=False,
                    words=('yes', 'no'))}),
        'metadata': schema.Metadata('The metadata of the virtual server.'),
    }

    attributes_schema = {
        **bigip.IDENTITY,
        **bigip.STATUS,
        'destination': schema.Attribute(
            'The address and port that the virtual server listens on.',
            'destination', type=schema.Attribute.STRING),
        'current_connections': schema.Attribute(
            'The number of connections at present.',
            statistic='clientside.curConns', type=schema.Attribute.INTEGER),
        'total_connections': schema.Attribute(
            'The number of connections since the statistics were reset.',
            statistic='clientside.totConns', type=schema.Attribute.INTEGER),
    }

    @classmethod
    def to_wire(cls, values, folder):
        body = super().to_wire(values, folder)
        if values['ip']:
            address, _, length = values['ip'].partition('/') if (
                values['ip'][0] != '/') else (values['ip'], '', '')
            body['destination'] = destination(
                address, values['port'], folder)
            if address[0] != '/' and not body.get('source'):
                body['source'] = '::/0' if ':' in address else '0.0.0.0/0'
            if address[0] != '/' and not body.get('mask'):
                body['mask'] = constraints.netmask(address, length)
        return body

    @classmethod
    def from_wire(cls, body):
        values = super().from_wire(body)
        if 'destination' in body:
            values['ip'], values['port'] = split_destination(
                body['destination'])
        return values

    def validate(self):
        super().validate()
        given = self.gives('ip', 'port', 'traffic_matching_criteria')
        if self.properties['type'] != 'internal' and not (
                given & {'ip', 'traffic_matching_criteria'}):
            raise refusal.invalid(self, 'ip', 'Property ip not assigned')
        if self.properties['type'] == 'standard' and (
                'ip' in given and 'port' not in given):
            raise refusal.invalid(self, 'port', 'Property port not assigned')


def destination(address, port, folder):
    """The destination of a virtual server, as the device writes it.

    ``/Common/192.0.2.1:80``; behind an IPv6 address the port has a dot
    (recorded on 12.1 to 17.1).
    """
    place = address if address.startswith('/') else '/%s/%s' % (
        paths.split(folder + '/')[0], address)
    return '%s%s%s' % (place, '.' if ':' in address else ':', _port(port))


def split_destination(text):
    """The address, with its folder, and the port of a destination."""
    separator = '.' if text.count(':') > 1 or ':' not in text else ':'
    address, _, port = text.rpartition(separator)
    return address, port


def resource_mapping():
    return {'F5::LTM::VirtualServer': VirtualServer}
