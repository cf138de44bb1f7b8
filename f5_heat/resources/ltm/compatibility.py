# SPDX-License-Identifier: Apache-2.0

"""What profiles, protocol and persistence of a virtual server rule out.

Profiles are told apart by their kind, of those that the template makes and of
those that each device has. What others are, the device alone knows.
"""

import contextlib
import dataclasses

from f5_heat.engine import schema
from f5_heat.engine.schema import addresses
from f5_heat.engine.validation import rules
from f5_heat.icontrol import errors
from f5_heat.resources.ltm import listener

#: The profiles that each device has, by their kinds (recorded on 14.1.2.1).
OWN = {
    'tcp': (
        'f5-tcp-lan',
        'f5-tcp-mobile',
        'f5-tcp-progressive',
        'f5-tcp-wan',
        'mptcp-mobile-optimized',
        'tcp',
        'tcp-lan-optimized',
        'tcp-legacy',
        'tcp-mobile-optimized',
        'tcp-wan-optimized',
    ),
    'udp': ('udp', 'udp_decrement_ttl', 'udp_gtm_dns', 'udp_preserve_ttl'),
    'sctp': ('sctp',),
    'fastl4': ('fastL4', 'full-acceleration'),
    'fasthttp': ('fasthttp',),
    'ipother': ('ipother',),
    'http': ('http', 'http-explicit', 'http-transparent'),
    'client-ssl': (
        'clientssl',
        'clientssl-insecure-compatible',
        'clientssl-secure',
    ),
    'server-ssl': ('serverssl', 'serverssl-insecure-compatible'),
    'one-connect': ('oneconnect',),
    'http-compression': ('httpcompression', 'wan-optimized-compression'),
    'web-acceleration': (
        'optimized-acceleration',
        'optimized-caching',
        'webacceleration',
    ),
}

KINDS = {
    '/Common/' + name: kind for kind, names in OWN.items() for name in names
}

#: The kinds of which a side has one, and the protocol that each is for.
TRANSPORTS = {
    'tcp': 'tcp',
    'fasthttp': 'tcp',
    'udp': 'udp',
    'sctp': 'sctp',
    'fastl4': None,
    'ipother': None,
}

#: The kinds that look into what a transport protocol carries.
APPLICATIONS = (
    'http',
    'client-ssl',
    'server-ssl',
    'one-connect',
    'http-compression',
    'web-acceleration',
)

#: The kinds that see packets or do all by themselves: none of the above fits.
ALONE = ('fastl4', 'fasthttp', 'ipother')

#: The kinds of which a virtual server can have several, by server names.
MANY = ('client-ssl', 'server-ssl')

#: The kinds that see HTTP only after a profile of the kind http.
OF_HTTP = ('http-compression', 'web-acceleration')

SIDES = {'client-ssl': 'clientside', 'server-ssl': 'serverside'}
BOTH = frozenset(('clientside', 'serverside'))

#: The types that look at no connection.
PASSING = ('forwarding-ip', 'forwarding-l2', 'reject')


@dataclasses.dataclass(frozen=True)
class Profile:
    """A profile of a virtual server, as far as it is known.

    :param name: the property that lists it.
    :param text: what stands there.
    :param path: where it lies.
    :param kind: None if it is not known.
    :param sides: those that it is for.
    :param case: of the resource that makes it, or None.
    """

    name: str
    text: str
    path: str
    kind: str | None
    sides: frozenset
    case: rules.Case | None

    def __str__(self):
        shown = _shown(self.text, self.case)
        is_told = self.kind is None or self.kind == shown.lower()
        return shown if is_told else '%s (%s)' % (shown, self.kind)


def _shown(text, made):
    """Return how a reference is called in a sentence."""
    return text if made is None else 'the resource "%s"' % made.resource.name


def profiles(case):
    """Return the profiles of a virtual server, of all three lists; None if
    not all of them are known."""
    if not case.knows(*listener.CONTEXTS):
        return None
    return [
        _profile(case, name, text, context)
        for name in listener.CONTEXTS
        for text, context in case.schemas[name].entries(case.value(name) or [])
    ]


def _profile(case, name, text, context):
    path = schema.resolve(text, case.folder)
    kind, made = _kind(case, 'ltm/profile/', path, KINDS)
    is_open = context in (None, 'all')
    sides = BOTH if is_open else frozenset((context,))
    if is_open and kind in SIDES:
        sides = frozenset((SIDES[kind],))
    return Profile(name, text, str(path), kind, sides, made)


def _kind(case, root, path, own):
    """Return the kind of an object, and the case of what makes it."""
    for made in case.makers(root, path):
        return made.resource.collection.rpartition('/')[2], made
    return own.get(getattr(path, 'common', path)), None


def protocol_of(case, found):
    """Return the protocol that a virtual server listens for.

    None stands for one that is not known.
    """
    if case.gives('ip_protocol'):
        return case.value('ip_protocol') if case.knows('ip_protocol') else None
    if found is None or any(one.kind is None for one in found):
        return None
    kinds = {TRANSPORTS.get(one.kind) for one in found} - {None}
    return kinds.pop() if len(kinds) == 1 else 'any'


def derived_protocol(resource, before, values):
    """Return the protocol of a virtual server that is given none, after an
    update; None if it stays.

    A new one takes that of its transport profile, and keeps it.
    """
    folder = resource.folder()
    was, now = (
        {
            schema.resolve(text, folder)
            for name in listener.CONTEXTS
            for text, _ in resource.properties_schema[name].entries(
                # After a failure nobody knows what there was.
                given[name] if isinstance(given[name], list) else ()
            )
        }
        for given in (before, values)
    )
    if before['ip_protocol'] is None and (was == now or was and was <= now):
        return None
    protocols = (_protocol_on_device(resource, path) for path in sorted(now))
    return next(filter(None, protocols), 'any')


def _protocol_on_device(resource, path):
    """Return the protocol of a profile on the device, or None."""
    for place in dict.fromkeys((str(path), getattr(path, 'common', path))):
        if place in KINDS:
            return TRANSPORTS.get(KINDS[place])
        for kind, protocol in TRANSPORTS.items():
            with contextlib.suppress(errors.NotFound):
                resource.bigip().read(
                    'ltm/profile/' + kind, place, select=['fullPath']
                )
                return protocol
    return None


class Profiles(rules.Rule):
    """Which profiles stand side by side, for which protocol."""

    def refusals(self, case):
        found = profiles(case)
        if found is None:
            return
        yield from _twice(found)
        yield from _apart(found)
        yield from _wrong_side(found)
        yield from _defaults_for_sni(found)
        yield from _of_type(case, found)
        yield from _of_protocol(case, found)
        if all(one.kind for one in found):
            yield from _missing(case, found)


def _twice(found):
    seen = {}
    for one in found:
        other = seen.setdefault(one.path, one)
        if other is not one and other.name != one.name:
            yield (
                one.name,
                '%s stands in %s already: a virtual server has a profile '
                'once, for one side or, in profiles, for both.'
                % (one, other.name),
            )


def _apart(found):
    for number, one in enumerate(found):
        for other in found[:number]:
            kinds = {one.kind, other.kind}
            if one.path == other.path or None in kinds:
                continue
            alone = [each for each in (one, other) if each.kind in ALONE]
            if alone and kinds & {*APPLICATIONS}:
                rest = other if alone[0] is one else one
                yield (
                    one.name,
                    '%s leaves no room for %s, which needs a profile such as '
                    '/Common/tcp in its place.' % (alone[0], rest),
                )
            if not one.sides & other.sides:
                continue
            if kinds <= {*TRANSPORTS} or (
                one.kind == other.kind and one.kind not in MANY
            ):
                yield (
                    one.name,
                    '%s and %s exclude each other on one side of a virtual '
                    'server. With one in client_profiles and the other in '
                    'server_profiles each side has its own.' % (other, one)
                    if kinds <= {'tcp'} or kinds <= {'udp'}
                    else '%s and %s exclude each other: give one of them.'
                    % (other, one),
                )


def _wrong_side(found):
    for one in found:
        side = SIDES.get(one.kind)
        if side is not None and side not in one.sides:
            yield (
                one.name,
                '%s is for the other side: it belongs into %s.'
                % (
                    one,
                    'client_profiles'
                    if side == 'clientside'
                    else 'server_profiles',
                ),
            )


def _defaults_for_sni(found):
    for kind in MANY:
        defaults = [
            one
            for one in found
            if one.kind == kind
            and one.case is not None
            and one.case.knows('sni_default')
            and one.case.value('sni_default')
        ]
        if len(defaults) > 1:
            yield (
                defaults[1].name,
                '%s and %s both have sni_default: one of the profiles of a '
                'side is the default for server names.' % (*defaults[:2],),
            )


def _of_type(case, found):
    kind = case.value('type') if case.knows('type') else None
    for one in found:
        if kind in PASSING and one.kind in (*APPLICATIONS, 'tcp', 'fasthttp'):
            yield (
                one.name,
                '%s does nothing for the type %s, which looks at no '
                'connection: leave it out, or choose the type standard.'
                % (one, kind),
            )


def _of_protocol(case, found):
    protocol = case.value('ip_protocol')
    if not case.knows('ip_protocol') or protocol in (None, 'any'):
        return
    for one in found:
        wanted = TRANSPORTS.get(one.kind)
        if wanted is not None and protocol != wanted:
            yield (
                one.name,
                '%s is for %s, and ip_protocol is %s: change one of the two.'
                % (one, wanted, protocol),
            )


def _missing(case, found):
    """Yield what is not there though others need it."""
    kinds = {one.kind for one in found}
    if not case.knows('ip_protocol', 'type'):
        return
    for one in found:
        if one.kind in OF_HTTP and not kinds & {'http', 'fasthttp'}:
            yield (
                one.name,
                '%s needs a profile of HTTP beside it, such as /Common/http.'
                % one,
            )
    if not kinds & {*TRANSPORTS} and (
        # With the protocol the device takes a profile for it by itself.
        case.value('ip_protocol') not in ('tcp', 'udp', 'sctp')
    ):
        for one in found:
            if one.kind in APPLICATIONS:
                yield (
                    one.name,
                    '%s needs a transport protocol: add a profile of it, '
                    'such as /Common/tcp, or give ip_protocol, such as tcp.'
                    % one,
                )


class Persistence(rules.Rule):
    """Cookies are seen in HTTP alone."""

    OWN = {'/Common/cookie': 'cookie'}

    def refusals(self, case):
        found = profiles(case)
        if found is None or any(
            one.kind in (None, 'http', 'fasthttp') for one in found
        ):
            return
        for name in ('persistence_profile', 'fallback_persistence_profile'):
            text = case.value(name)
            if not (text and case.knows(name)):
                continue
            path = schema.resolve(text, case.folder)
            kind, made = _kind(case, 'ltm/persistence/', path, self.OWN)
            if kind == 'cookie':
                yield (
                    name,
                    '%s keeps cookies, for which profiles needs one of HTTP: '
                    'add /Common/tcp and /Common/http there, or choose '
                    'another kind of persistence, such as '
                    '/Common/source_addr.' % _shown(text, made),
                )


class Families(rules.Rule):
    """Source and address are of one family, and in one route domain."""

    def refusals(self, case):
        if not case.knows('ip', 'source'):
            return
        ip, source = case.value('ip'), case.value('source')
        if not (ip and source):
            return
        address = _address(case, ip) if ip[0] == '/' else ip
        if address is None:
            return
        if (':' in address) != (':' in source):
            yield (
                'source',
                'The source %s and the ip %s have to be of the same family, '
                'IPv4 or IPv6.' % (source, ip),
            )
            return
        domain, own = map(addresses.route_domain, (source, address))
        if case.folder == '/Common':
            # Other partitions may have another default one.
            own = own or '0'
        if domain and own and domain.lstrip('0') != own.lstrip('0'):
            yield (
                'source',
                'The source %s and the ip %s have to be in the same route '
                'domain. A source that says none is in that of ip.'
                % (source, ip),
            )


def _address(case, path):
    """Return the address of a virtual address; None if it is not known."""
    for made in case.makers('ltm/virtual-address', path):
        return made.value('address') if made.knows('address') else None
    name = path.rpartition('/')[2].partition('%')[0]
    try:
        addresses.netmask(name, None)
    except ValueError:
        return None
    return name


class Listening(rules.Rule):
    """No two virtual servers listen for the same.

    A device tells them apart by address, port, protocol, source and VLANs.
    """

    PLACE = (
        *('ip', 'port', 'mask', 'source', 'type', 'ip_protocol'),
        *('vlans', 'vlans_disabled', 'traffic_matching_criteria'),
    )

    def claims(self, case):
        if case.path is None or not case.knows(*self.PLACE, 'partition'):
            return
        if not (case.gives('ip') and case.gives('port')):
            return
        protocol = protocol_of(case, profiles(case))
        if (
            protocol is None
            or case.gives('traffic_matching_criteria')
            or (case.value('type') == 'internal')
        ):
            return
        values = {**case.values(), 'ip': self._ip(case)}
        # The device alone knows which route domain is the default one.
        folder = schema.OwnFolder(case.folder, lambda: -1)
        body = case.resource.to_wire(values, folder)
        vlans = case.schemas['vlans'].canonical(
            case.value('vlans') or [], schema.Place(case.folder)
        )
        yield rules.Claim(
            (
                'listens',
                *listener.place_on_all_vlans(
                    {**body, 'ipProtocol': protocol}, -1
                ),
                vlans,
                bool(vlans and case.value('vlans_disabled')),
            ),
            'ip',
            'The resource %%s listens on the same address and port, %s and '
            '%s, for the same protocol, source and VLANs.'
            % (case.value('ip'), case.value('port')),
        )

    @staticmethod
    def _ip(case):
        """Return the address, also where ip is the path of a resource."""
        ip = case.value('ip')
        if ip[0] != '/':
            return ip
        address = _address(case, ip)
        return ip if address is None else address


RULES = (Profiles(), Persistence(), Families(), Listening())
