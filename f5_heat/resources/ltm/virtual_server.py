# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::VirtualServer: an address and port that clients connect to."""

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import drift
from f5_heat.engine.schema import addresses
from f5_heat.engine.traits import draining
from f5_heat.engine.traits import readiness
from f5_heat.engine.traits import suspension
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal
from f5_heat.resources.ltm import compatibility
from f5_heat.resources.ltm import listener


class VirtualServer(bigip.BigIPObject):
    """A virtual server: where clients connect, and where they are sent."""

    collection = 'ltm/virtual'
    tenants = True
    parts = ('policies', 'profiles')
    exclusive = ('ip',)
    rules = compatibility.RULES
    ownership = ownership.METADATA
    traits = (
        readiness.WaitFor(),
        draining.Drain('admin_state_up', False, 'clientside.curConns'),
        suspension.Suspend(suspension.Gate()),
    )

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'ip': listener.Ip(
                'The address to listen on, with %ID behind it for a route '
                'domain and /LENGTH for a network; or the path of an '
                'F5::LTM::VirtualAddress. Not needed for type internal.',
                to='ltm/virtual-address',
                constraints=[constraints.Destination()],
            ),
            'port': schema.ServicePort(
                'The port to listen on, a number from 0 to 65535; 0 or any '
                'for all.',
                constraints=[constraints.Port()],
            ),
            'mask': schema.IPAddress(
                'The netmask of the address. By default that of a single '
                'address, or of the length in ip.',
                wire='mask',
                constraints=[constraints.Address()],
            ),
            'source': schema.IPNetwork(
                'The network of the clients that may connect, such as '
                '192.0.2.0/24. By default all. It is in the route domain of '
                'ip.',
                wire='source',
                constraints=[constraints.Network()],
            ),
            'type': listener.Type(),
            'ip_protocol': schema.String(
                'The protocol to listen for, such as tcp or udp. By default '
                'it is that of the transport profile in profiles, and any '
                'where there is none.',
                wire='ipProtocol',
                unset='any',
                derived=compatibility.derived_protocol,
                constraints=[constraints.AllowedValues(listener.PROTOCOLS)],
            ),
            'admin_state_up': schema.Switch(
                'Whether the virtual server takes connections.', unset=True
            ),
            'default_pool': schema.Reference(
                'The pool that connections go to: a name, a path or an '
                'F5::LTM::Pool.',
                wire='pool',
                to='ltm/pool',
            ),
            'profiles': listener.Profiles(
                'profiles',
                'The profiles that say how connections are handled: '
                'names or paths, or maps with a name and a context, which is '
                'all, clientside or serverside. Without any the device takes '
                'fastL4, which passes packets of any protocol on and looks '
                'into none; HTTP and TLS need a profile of their transport '
                'protocol beside them, such as /Common/tcp.',
            ),
            'client_profiles': listener.Profiles(
                'client_profiles',
                'Profiles for the side of the clients only, '
                'such as F5::LTM::Profile::ClientSSL.',
            ),
            'server_profiles': listener.Profiles(
                'server_profiles',
                'Profiles for the side of the servers only, '
                'such as F5::LTM::Profile::ServerSSL.',
            ),
            'persistence_profile': listener.Persistence(
                'The profile that sends a client to the same server again.',
                wire='persist',
                to='ltm/persistence/',
            ),
            'fallback_persistence_profile': schema.Reference(
                'The persistence profile where the first one finds nothing.',
                wire='fallbackPersistence',
                to='ltm/persistence/',
            ),
            'irules': schema.References(
                'The iRules that see the connections, in this order.',
                wire='rules',
                to='ltm/rule',
            ),
            'policies': listener.Policies(
                'The local traffic policies for the connections.',
                wire='policies',
                ordered=False,
                to='ltm/policy',
            ),
            'snat': listener.Snat(),
            'vlans': listener.Vlans(
                'The VLANs and tunnels to listen on. By default, or when the '
                'list is empty, all.',
                wire='vlans',
                ordered=False,
                to='net/',
            ),
            'vlans_disabled': listener.VlansDisabled(
                'Whether vlans are those not to listen on instead.',
                unset=False,
            ),
            'source_port': schema.String(
                'Whether the port of the client is kept towards the server.',
                wire='sourcePort',
                unset='preserve',
                constraints=[
                    constraints.AllowedValues(
                        ['preserve', 'preserve-strict', 'change']
                    )
                ],
            ),
            'translate_address': schema.Boolean(
                "Whether the address is translated to the server's. By "
                'default it is, except where ip is a network that is '
                'forwarded.',
                wire='translateAddress',
                unset=True,
                derived=_translates('translate_address'),
            ),
            'translate_port': schema.Boolean(
                "Whether the port is translated to the server's. By default "
                'it is, except where ip is a network that is forwarded.',
                wire='translatePort',
                unset=True,
                derived=_translates('translate_port'),
            ),
            'auto_last_hop': schema.String(
                'Whether answers go back by the way that the request came.',
                wire='autoLasthop',
                unset='default',
                constraints=[
                    constraints.AllowedValues(
                        ['default', 'enabled', 'disabled']
                    )
                ],
            ),
            'mirror': schema.Boolean(
                'Whether connections are mirrored to the peer, to survive a '
                'failover.',
                wire='mirror',
                unset=False,
            ),
            'nat64': schema.Boolean(
                'Whether IPv6 clients are translated to IPv4 servers.',
                wire='nat64',
                unset=False,
            ),
            'cmp_enabled': schema.Boolean(
                'Whether all processors share the connections.',
                wire='cmpEnabled',
                unset=True,
                words=('yes', 'no'),
            ),
            'address_status': schema.Boolean(
                'Whether the state of the virtual server counts for that of '
                'its address.',
                wire='addressStatus',
                unset=True,
                words=('yes', 'no'),
            ),
            'connection_limit': schema.Integer(
                'The number of connections at once; 0 for no limit.',
                wire='connectionLimit',
                unset=0,
                constraints=[constraints.Range(0, 4294967295)],
            ),
            'rate_limit': schema.Number(
                'The number of new connections in a second, or disabled.',
                wire='rateLimit',
                unset='disabled',
                zero='disabled',
                constraints=[constraints.NumberOr(0, 4294967295, 'disabled')],
            ),
            'rate_limit_mode': schema.String(
                'What rate_limit is counted for.',
                wire='rateLimitMode',
                unset='object',
                constraints=[
                    constraints.AllowedValues(
                        [
                            'object',
                            'object-source',
                            'object-destination',
                            'object-source-destination',
                            'source',
                            'destination',
                            'source-destination',
                        ]
                    )
                ],
            ),
            'rate_limit_src_mask': schema.Integer(
                'The length of the prefix by which sources are told apart for '
                'rate_limit.',
                wire='rateLimitSrcMask',
                unset=0,
                constraints=[constraints.Range(0, 128)],
            ),
            'rate_limit_dst_mask': schema.Integer(
                'The length of the prefix by which destinations are told '
                'apart for rate_limit.',
                wire='rateLimitDstMask',
                unset=0,
                constraints=[constraints.Range(0, 128)],
            ),
            'service_down_immediate_action': schema.String(
                'What happens to a new connection when no server is up.',
                wire='serviceDownImmediateAction',
                unset='none',
                constraints=[
                    constraints.AllowedValues(['none', 'drop', 'reset'])
                ],
            ),
            'serverssl_use_sni': schema.Boolean(
                'Whether the server name of the client chooses the server SSL '
                'profile.',
                wire='serversslUseSni',
                unset=False,
            ),
            'gtm_score': schema.Integer(
                'The score that BIG-IP DNS may balance by.',
                wire='gtmScore',
                unset=0,
                constraints=[constraints.Range(0, 4294967295)],
            ),
            'clone_pools': schema.List(
                'The pools that get a copy of the traffic.',
                wire='clonePools',
                ordered=False,
                schema=listener.ClonePool(
                    'A pool.',
                    schema={
                        'name': schema.Reference(
                            'The name or path of the pool.',
                            wire='name',
                            required=True,
                            to='ltm/pool',
                        ),
                        'context': schema.String(
                            'The side whose traffic is copied: clientside or '
                            'serverside.',
                            wire='context',
                            required=True,
                            constraints=[
                                constraints.AllowedValues(
                                    ['clientside', 'serverside']
                                )
                            ],
                        ),
                    },
                ),
            ),
            'traffic_matching_criteria': schema.Reference(
                'The traffic matching criteria to listen by, instead of one '
                'address and port.',
                wire='trafficMatchingCriteria',
                to='ltm/traffic-matching-criteria',
            ),
            'firewall_enforced_policy': schema.Reference(
                'The network firewall policy that is enforced.',
                wire='fwEnforcedPolicy',
                to='security/firewall/policy',
            ),
            'firewall_staged_policy': schema.Reference(
                'The network firewall policy that is only logged.',
                wire='fwStagedPolicy',
                to='security/firewall/policy',
            ),
            'security_log_profiles': schema.References(
                'The profiles by which security events are logged.',
                wire='securityLogProfiles',
                ordered=False,
                to='security/log/profile',
            ),
            'ip_intelligence_policy': schema.Reference(
                'The IP intelligence policy.',
                wire='ipIntelligencePolicy',
                to='security/ip-intelligence/policy',
            ),
            'per_flow_request_access_policy': schema.Reference(
                'The access policy for each request.',
                wire='perFlowRequestAccessPolicy',
                to='apm/policy/',
            ),
            'security_nat_policy': schema.Map(
                'The security NAT policy.',
                wire='securityNatPolicy',
                schema={
                    'policy': schema.Reference(
                        'The name or path of the policy.',
                        wire='policy',
                        to='security/nat/policy',
                    ),
                    'use_device_policy': schema.Boolean(
                        "Whether the device's policy applies.",
                        wire='useDevicePolicy',
                        unset=False,
                        words=('yes', 'no'),
                    ),
                    'use_route_domain_policy': schema.Boolean(
                        "Whether the route domain's policy applies.",
                        wire='useRouteDomainPolicy',
                        unset=False,
                        words=('yes', 'no'),
                    ),
                },
            ),
            'metadata': schema.Metadata('The metadata of the virtual server.'),
            **draining.drain('virtual server'),
            **readiness.wait_for('virtual server'),
        }

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            **bigip.STATUS,
            'destination': schema.Attribute(
                'The address and port that the virtual server listens on.',
                'destination',
                type=schema.Attribute.STRING,
            ),
            'ip': schema.Attribute(
                'The address for clients: without folder, route domain and '
                'prefix length, and that of a virtual address for its name. '
                'There is none for all addresses.',
                type=schema.Attribute.STRING,
                made=lambda own: listener.address_of(own, own.handle().read()),
            ),
            'port': schema.Attribute(
                'The number of the port; 0 for all.',
                type=schema.Attribute.INTEGER,
                made=lambda own: listener.port_of(own.handle().read()),
            ),
            'url': schema.Attribute(
                'The URL for clients, such as https://192.0.2.1:443: https '
                'with a client SSL profile, http with an HTTP profile, and '
                'else the protocol, such as tcp. There is none for a '
                'network, or for all addresses or ports.',
                type=schema.Attribute.STRING,
                made=lambda own: listener.url_of(own, own.read()),
            ),
            **bigip.connections('clientside'),
        }

    @classmethod
    def to_wire(cls, values, folder):
        body = super().to_wire(values, folder)
        if values['ip']:
            place, length = listener.place_of(
                values['ip'],
                folder,
                lambda address: addresses.sent(address, folder),
            )
            address = place.rpartition('/')[2]
            body['destination'] = listener.destination(place, values['port'])
            named = values['ip'][0] == '/'
            if not named and not body.get('source'):
                body['source'] = '::/0' if ':' in address else '0.0.0.0/0'
            if body.get('source'):
                # The device refuses sources of another route domain.
                body['source'] = addresses.in_domain(
                    body['source'], addresses.route_domain(address)
                )
            if (length or not named) and not body.get('mask'):
                body['mask'] = addresses.netmask(address, length)
        return body

    @classmethod
    def from_wire(cls, body):
        values = super().from_wire(body)
        if 'destination' in body:
            values['ip'], values['port'] = listener.split_destination(
                body['destination']
            )
            length = addresses.prefix_length(body.get('mask'))
            address = values['ip'].rpartition('/')[2]
            # Behind the name of a virtual address there is no length.
            if length is not None and constraints.Address().fits(address):
                values['ip'] += '/%d' % length
        return values

    def compare(self, values, live):
        # Where a source says no route domain it is that of the address.
        values, live = map(listener.with_domain, (values, live))
        if values['ip'] and values['mask']:
            # The mask counts, and not the length of a prefix behind the ip.
            values = {
                **values,
                'ip': listener.place_of(values['ip'], self.folder(), str)[0],
            }
        if not live['vlans']:
            # The device says then that no VLAN at all is one not to listen on.
            values = {**values, 'vlans_disabled': None}
        elif values['vlans'] and values['vlans_disabled'] is None:
            values = {**values, 'vlans_disabled': False}
        yield from super().compare(values, live)
        yield from listener.further_profiles(
            self.properties_schema,
            values,
            live['profiles'],
            drift.site_of(self),
        )

    def validate(self):
        super().validate()
        given = self.gives('ip', 'port', 'traffic_matching_criteria')
        if self.properties['type'] != 'internal' and not (
            given & {'ip', 'traffic_matching_criteria'}
        ):
            raise refusal.invalid(self, 'ip', 'Property ip not assigned')
        if self.properties['type'] == 'standard' and (
            'ip' in given and 'port' not in given
        ):
            raise refusal.invalid(self, 'port', 'Property port not assigned')

    def check_conflicts(self, survey, path, own):
        """Refuse an address that another virtual server listens on.

        The device does if source, protocol and VLANs are the same as well.
        """
        where = self.gives('ip', 'port', 'source', 'ip_protocol')
        if (
            not where >= {'ip', 'port'}
            or not all(refusal.is_known(self, name) for name in where)
            or (self.gives('vlans', 'traffic_matching_criteria', 'mask'))
        ):
            return
        if self.gives(*listener.CONTEXTS) and 'ip_protocol' not in where:
            # A profile may say the protocol.
            return
        folder = drift.folder_at(self, path.rpartition('/')[0])
        sent = self.to_wire(schema.given(self.properties), folder)

        def place(body):
            return listener.place_on_all_vlans(
                body, lambda: folder.route_domain
            )

        wanted = place({'ipProtocol': 'any', **sent})
        for other in survey.objects(self.collection):
            if (
                other.get('fullPath') not in own
                and not (other.get('vlans'))
                and place(other) == wanted
            ):
                raise refusal.invalid(
                    self,
                    'ip',
                    'The virtual server %s listens on the same '
                    'address, port and protocol for the same source.'
                    % other['fullPath'],
                )


def _translates(name):
    """Return what says whether a dropped translation goes on."""

    def derived(resource, before, values):
        is_dropped = before[name] is not None
        return values['type'] != 'forwarding-ip' if is_dropped else None

    return derived


def resource_mapping():
    return {'F5::LTM::VirtualServer': VirtualServer}
