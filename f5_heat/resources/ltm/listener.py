# SPDX-License-Identifier: Apache-2.0

"""The properties of a virtual server that have a form of their own."""

import re

from f5_heat.engine import schema
from f5_heat.engine.schema import addresses
from f5_heat.engine.validation import constraints
from f5_heat.icontrol import paths
from f5_heat.icontrol.transport import hosts

#: The key that is true for a virtual server of a type other than standard.
TYPES = {
    'forwarding-ip': 'ipForward',
    'forwarding-l2': 'l2Forward',
    'reject': 'reject',
    'internal': 'internal',
    'stateless': 'stateless',
    'dhcp': 'dhcpRelay',
}

#: The profiles of which a BIG-IP gives a virtual server one by itself.
IMPLICIT = {
    '/Common/' + name for name in ('fastL4', 'ipother', 'sctp', 'tcp', 'udp')
}

#: The side that the profiles of a list are on; None for what the device says.
#: The collections of profiles that speak HTTP.
HTTP = {'http', 'fasthttp', 'http2', 'http3'}

CONTEXTS = {
    'profiles': None,
    'client_profiles': 'clientside',
    'server_profiles': 'serverside',
}


PROTOCOLS = [
    'ah',
    'any',
    'bna',
    'esp',
    'etherip',
    'gre',
    'icmp',
    'ipencap',
    'ipv6',
    'ipv6-auth',
    'ipv6-crypt',
    'ipv6-icmp',
    'isp-ip',
    'mux',
    'ospf',
    'sctp',
    'tcp',
    'udp',
    'udplite',
]


class Ip(schema.String):
    """The address, which travels in the destination with the port."""

    def names(self, value, folder):
        if value:
            address = value if value[0] == '/' else value.partition('/')[0]
            yield 'ltm/virtual-address', schema.resolve(address, folder)

    def canonical(self, value, place):
        path, length = place_of(
            value,
            place.folder,
            lambda address: addresses.normal(address, place.domain),
        )
        return path, int(length) if length else None

    def differences(self, name, wanted, actual, place):
        """Compare the lengths of prefixes where both are known."""
        if actual is not None:
            path, length = self.canonical(wanted, place)
            other, actual_length = self.canonical(actual, place)
            if path != other or (
                None not in (length, actual_length) and length != actual_length
            ):
                yield schema.expected(name, wanted, actual)


def place_of(ip, folder, spell=addresses.normal):
    """Return the path of an ip and the length of its prefix.

    The length is empty where the ip has none.

    :param spell: gives the form of the address.
    """
    found = re.fullmatch(r'((?:.*/)?)([^/]+)/(\d+)', ip)
    parent, address, length = (
        found.groups()
        if (found and constraints.Address().fits(found.group(2)))
        else ('%s/' % ip.rpartition('/')[0], ip.rpartition('/')[2], '')
    )
    if not parent.strip('/'):
        parent = '/%s/' % paths.split(folder + '/')[0]
    return parent + spell(address), length


class Type(schema.Property):
    """The type, as the flag that is true for it; standard has none."""

    def __init__(self):
        super().__init__(
            self.STRING,
            'What the virtual server does with connections: standard, '
            'which balances them as its profiles say, and without any as '
            'fastL4 does, packet by packet; forwarding-ip; forwarding-l2; '
            'reject; internal; stateless; or dhcp.',
            default='standard',
            update_allowed=False,
            constraints=[constraints.AllowedValues(['standard', *TYPES])],
        )

    def write(self, body, value, folder):
        if value in TYPES:
            body[TYPES[value]] = True

    def read(self, body):
        return next(
            (name for name, key in TYPES.items() if body.get(key)), 'standard'
        )


class Snat(schema.Property):
    """The translation of source addresses, as a type and a pool."""

    def __init__(self):
        super().__init__(
            self.STRING,
            'Where the source addresses of connections to servers come '
            'from: automap, an address of the BIG-IP itself; none, the '
            "client's own; or the name or path of an F5::LTM::SnatPool.",
            default='automap',
            to='ltm/snatpool',
        )

    def names(self, value, folder):
        if value not in ('automap', 'none'):
            yield from super().names(value, folder)

    def write(self, body, value, folder):
        body['sourceAddressTranslation'] = (
            {'type': value}
            if value in ('automap', 'none')
            else {'type': 'snat', 'pool': schema.resolve(value, folder)}
        )

    def read(self, body):
        sent = body.get('sourceAddressTranslation') or {}
        return sent.get('pool') or sent.get('type')

    def canonical(self, value, place):
        return value if value in ('automap', 'none') else place.path(value)


class Vlans(schema.References):
    """The VLANs of a virtual server; without any it listens on all."""

    def write(self, body, value, folder):
        super().write(body, value, folder)
        body['vlansEnabled' if value else 'vlansDisabled'] = True

    def read(self, body):
        found = super().read(body)
        # It may be enabled on none at all, which no template can ask for.
        return ['none'] if not found and body.get('vlansEnabled') else found


class VlansDisabled(schema.Boolean):
    """Turns the list of VLANs into those not to listen on.

    Without a list a device says so in any case.
    """

    def canonical(self, value, place):
        return None if place.is_loose else super().canonical(value, place)

    def write(self, body, value, folder):
        if value:
            body.pop('vlansEnabled', None)
            body['vlansDisabled'] = True

    def read(self, body):
        return bool(body.get('vlansDisabled'))


class Profiles(schema.Property):
    """Profiles of a virtual server on one or both sides of it.

    Each is a name or path, or a map of ``name`` and ``context``. Where
    neither that nor the list says the side, the device does.
    """

    def __init__(self, name, description):
        super().__init__(
            self.LIST,
            description,
            unset=[],
            to='ltm/profile/',
            constraints=[ProfileItems()],
        )
        self.context = CONTEXTS[name]

    def names(self, value, folder):
        for name, _ in self.entries(value or []):
            yield 'ltm/profile/', schema.resolve(name, folder)

    def key(self, item, place):
        """Return what no two items have alike: the profile."""
        ((name, _),) = self.entries([item])
        return place.path(name)

    def misfit(self, item):
        ((name, _),) = self.entries([item])
        return schema.misfit(name)

    def entries(self, value):
        """Pairs of name and context; None for one that the device chooses."""
        for item in value:
            if isinstance(item, str):
                yield item, self.context
            else:
                context = item.get('context') or self.context
                yield (
                    item['name'],
                    {'client': 'clientside', 'server': 'serverside'}.get(
                        context, context
                    ),
                )

    def write(self, body, value, folder):
        body.setdefault('profiles', []).extend(
            {
                'name': schema.resolve(name, folder),
                **({'context': context} if context else {}),
            }
            for name, context in self.entries(value)
        )

    def read(self, body):
        items = (body.get('profilesReference') or {}).get('items')
        if items is None:
            return None
        return [
            {'name': item['fullPath'], 'context': item.get('context')}
            for item in items
            if self.context in (None, item.get('context'))
        ]

    def canonical(self, value, place):
        return frozenset(
            (place.path(name), None if place.is_loose else context)
            for name, context in self.entries(value)
        )

    def differences(self, name, wanted, actual, place):
        mine, theirs = schema.sides(self, actual, place)
        there = sides_of(self.canonical(actual or [], theirs))
        for profile, context in self.entries(wanted):
            if (mine.path(profile), context) not in there:
                yield '%s: expected %s%s, the device does not have it' % (
                    name,
                    profile,
                    ' (%s)' % context if context else '',
                )


def sides_of(profiles):
    """Return pairs of path and context, and those that say no context."""
    return {*profiles, *((path, None) for path, _ in profiles)}


def further_profiles(schemas, values, live, site):
    """Yield the profiles of the device that no property lists.

    Those of a transport protocol may be there by themselves.
    """
    given = [name for name in CONTEXTS if values[name] is not None]
    mine, theirs = schema.sides(schemas['profiles'], live, site)
    wanted = {
        profile
        for name in given
        for profile in schemas[name].canonical(values[name], mine)
    }
    for item in live or [] if given else []:
        path = theirs.path(item['name'])
        if item['name'] in IMPLICIT or (
            {(path, item['context']), (path, None)} & wanted
        ):
            continue
        name = next(
            (name for name in given if CONTEXTS[name] == item['context']),
            given[0],
        )
        yield (
            name,
            '%s: the device has also %s (%s)'
            % (name, item['name'], item['context']),
        )


class ProfileItems(constraints.Form):
    """The form of the items of a list of profiles."""

    valid_types = (schema.Property.LIST_TYPE,)
    expected = (
        'a list of names or paths of profiles, or of maps with a '
        'name and a context: all, clientside or serverside'
    )

    def fits(self, value):
        return all(map(self._item_fits, value))

    def _is_valid(self, value, schema, context):
        return self.fits(value)

    @staticmethod
    def _item_fits(item):
        if isinstance(item, str):
            return bool(item)
        return (
            isinstance(item, dict)
            and isinstance(item.get('name'), str)
            and set(item) <= {'name', 'context'}
            and item.get('context')
            in (None, 'all', 'client', 'server', 'clientside', 'serverside')
        )


class Persistence(schema.Reference):
    """The persistence profile; the device keeps a list of one."""

    def read(self, body):
        profiles = body.get('persist') or []
        if not profiles:
            return None
        return _path(profiles[0])


def _path(entry):
    """Return the path of an entry, of which the device shows the parts."""
    folder = [entry.get('partition', 'Common'), entry.get('subPath')]
    return paths.full(entry['name'], '/'.join(filter(None, folder)))


class ClonePool(schema.Map):
    """A pool; the device shows its name and its partition apart."""

    def decode(self, sent):
        return super().decode({**sent, 'name': _path(sent)})


class Policies(schema.References):
    """The policies of a virtual server, a sub-collection of it."""

    def read(self, body):
        items = (body.get('policiesReference') or {}).get('items')
        if items is None:
            return None
        return [item['fullPath'] for item in items]


def with_domain(values):
    """Return property values with the source in the route domain of the
    ip."""
    address = (values['ip'] or '').rpartition('/')
    if address[2].isdigit():
        address = address[0].rpartition('/')
    return {
        **values,
        'source': addresses.in_domain(
            values['source'], addresses.route_domain(address[2])
        ),
    }


def destination(place, port):
    """Return the destination of a virtual server, as the device writes it.

    ``/Common/192.0.2.1:80``; behind an IPv6 address the port has a dot
    (recorded on 12.1 to 17.1).
    """
    return '%s%s%s' % (
        place,
        '.' if ':' in place else ':',
        addresses.port(port),
    )


def split_destination(text):
    """Return the address, with its folder, and the port of a destination."""
    separator = '.' if text.count(':') > 1 or ':' not in text else ':'
    address, _, port = text.rpartition(separator)
    return address, port


def address_of(server, body):
    """Return the address of a virtual server as clients use it, or None."""
    path, _ = split_destination(body.get('destination', ''))
    host = path.rpartition('/')[2].partition('%')[0]
    if host and not hosts.is_address(host) and host not in addresses.ANY:
        # It is the name of a virtual address.
        body = server.bigip().read('ltm/virtual-address', path)
        host = body.get('address')
    return addresses.plain(host)


def port_of(body):
    """Return the number of the port of a virtual server; 0 for any."""
    _, port = split_destination(body.get('destination', ''))
    return int(addresses.port(port))


def url_of(server, body):
    """Return the URL at which clients find a virtual server, or None."""
    host, port = address_of(server, body), port_of(body)
    length = addresses.prefix_length(body.get('mask'))
    if not host or not port or length not in (None, 32, 128):
        return None
    return '%s://%s:%d' % (_scheme(body), addresses.bracketed(host), port)


def _scheme(body):
    """Return the scheme for what a virtual server says to its clients."""
    profiles = (body.get('profilesReference') or {}).get('items') or []
    kinds = {
        found[1]
        for profile in profiles
        if profile.get('context') != 'serverside'
        and (
            found := re.search(
                '/ltm/profile/([^/]+)/',
                (profile.get('nameReference') or {}).get('link', ''),
            )
        )
    }
    if 'client-ssl' in kinds or (not kinds and port_of(body) == 443):
        return 'https'
    if kinds & HTTP or not kinds:
        return 'http'
    return body.get('ipProtocol') or 'tcp'


def place_on_all_vlans(body, route_domain=0):
    """Return where a virtual server listens, whatever its VLANs."""
    address, port = split_destination(body.get('destination', ''))
    folder, slash, address = address.rpartition('/')
    return (
        folder + slash + addresses.normal(address, route_domain),
        port,
        addresses.network(body.get('source') or '', route_domain),
        body.get('ipProtocol'),
        body.get('mask'),
    )
