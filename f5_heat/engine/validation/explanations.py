# SPDX-License-Identifier: Apache-2.0

"""Which property a device's refusal is about, and what is to be done.

A device speaks of its own keys and of paths; a template has properties.
"""

import re

#: What a refusal says, what is to be done, and the properties that it is
#: about where it names none.
REMEDIES = (
    (
        ('requested folder', 'folder does not exist'),
        'Name a partition or folder that is there, or make it in the '
        'template, with an F5::Sys::Partition.',
        ('partition', 'subpath', 'name', 'device_group_partition'),
    ),
    (
        (
            'was not found',
            'do not point at an item',
            'Object not found',
            'not found in device group',
        ),
        'Name one that the BIG-IP has, or make it in the template and refer '
        'to it by get_resource.',
        (),
    ),
    (
        ('illegally shares',),
        'Choose another ip or port, or give both virtual servers a source '
        'or vlans that keep them apart.',
        ('ip', 'port'),
    ),
    (
        (
            'Invalid Virtual Address, the IP address',
            'cannot use the same IP Address',
        ),
        'Choose another address, or refer to the object that has it.',
        ('address', 'member_ip', 'members', 'ip'),
    ),
    (
        ('the same type (IPv4',),
        'Let both be IPv4 or both IPv6.',
        ('source', 'ip'),
    ),
    (
        ('ookie persistence requires',),
        'Give the virtual server an HTTP profile as well, or another '
        'persistence.',
        ('persistence_profile', 'fallback_persistence_profile'),
    ),
    (
        (
            'Required profile',
            'incompatible with its protocol',
            'disallowed profile',
            'default for SNI',
        ),
        'Choose profiles that go with one another and with ip_protocol.',
        ('profiles', 'client_profiles', 'server_profiles'),
    ),
    (
        ('] error: ', 'TCL script'),
        'Mend the script at the line that the message names.',
        ('definition', 'implementation', 'full_template'),
    ),
    (
        ('must be licensed/provisioned',),
        'Have the module provisioned on the BIG-IP, or leave the property '
        'out.',
        (),
    ),
    (
        ('default from itself',),
        'Choose another parent, or another name.',
        ('defaults_from',),
    ),
    (
        (
            'invalid property value',
            'expected one of',
            'must be between',
            'out of range',
        ),
        'Give it a value that its description names.',
        (),
    ),
    (
        (
            'unexpected argument',
            'may not be specified in the context',
            'unknown property',
        ),
        'This version of the BIG-IP does not take it: leave it out.',
        (),
    ),
    (
        ('may not be specified with',),
        'Leave one of the two out.',
        (),
    ),
    (
        ('netmask must be specified',),
        'Give an address with a mask or with the length of its prefix.',
        ('mask', 'address', 'ip'),
    ),
    (
        ('invalid address',),
        'Give an address that the BIG-IP knows.',
        ('address', 'ip', 'members', 'destination', 'source'),
    ),
    (
        ('ambiguous service',),
        'Give the number of the port.',
        ('port', 'members', 'destination', 'allow_service'),
    ),
)


def explanation(message, schemas, values, folder):
    """Return what a template's author is told after a device's message.

    :param values: those of the properties that are given.
    :param folder: the folder of the object, where bare names are looked up.
    """
    remedy, likely = next(
        (
            (remedy, likely)
            for phrases, remedy, likely in REMEDIES
            if any(phrase in message for phrase in phrases)
        ),
        ('', ()),
    )
    parts = [
        part
        for name, value in values.items()
        for part in _parts(name, schemas[name], value)
    ]
    names = (
        _located(message, parts, likely)
        or _named(message, parts, folder)
        or _keyed(message, parts)
        or _valued(message, parts)
        or [name for name in likely if name in values][:2]
        or [name for name in likely if name in schemas][:1]
    )
    if not names:
        return ''
    about = ' (property %s)' % ' or '.join(dict.fromkeys(names))
    return '%s %s' % (about, remedy) if remedy else about


def _parts(name, prop, value):
    """Yield name, property and value of what is given, at any depth."""
    if value is None:
        return
    yield name, prop, value
    for key, child, part in prop.parts(value) or ():
        if isinstance(key, str):
            below = '%s.%s' % (name, key)
        else:
            below = '%s[%d]' % (name, key) if child.schema else name
        yield from _parts(below, child, part)


def _located(message, parts, likely):
    """Return the property that says in which folder something is to be."""
    if 'partition' not in likely:
        return []
    said = {'/' + one.strip('/.') for one in re.findall(r'/[\w./-]+', message)}
    return [
        name
        for name, prop, value in parts
        if isinstance(value, str)
        and not prop.secret
        and (place := '/' + value.strip('/'))
        and (
            place in said
            or '/' in value[1:]
            and any(place.startswith(one + '/') for one in said)
        )
    ][:1]


def _named(message, parts, folder):
    """Return the properties that refer to an object of a message."""
    said = {one.strip('.:') for one in re.findall(r'[\w./%:~-]+', message)}
    found = {}
    for name, prop, value in parts:
        if prop.parts(value) is not None:
            continue
        for kind, path in prop.names(value, folder):
            places = {str(path), str(getattr(path, 'common', path))}
            if said & places:
                found.setdefault(name, []).append(kind)
    words = _label(message)
    fitting = [
        name
        for name, kinds in found.items()
        if any(words & set(re.split(r'\W+', kind)) for kind in kinds)
    ]
    return (fitting or [*found])[:2]


def _label(message):
    """Return the words for the kind of an object, as in a collection."""
    for before in 'requested ', 'for virtual server ':
        words = message.partition(before)[2].partition(' (')[0]
        if words:
            break
    return set(words.lower().replace('irule', 'rule').split())


def _keyed(message, parts):
    """Return the properties whose key is in a message, as tmsh has it."""
    said = set(re.findall(r'"([\w-]+)"|/([\w-]+) :', message))
    said = {one for pair in said for one in pair if one}
    return [
        name
        for name, prop, _ in parts
        for wire in (
            prop.wire if isinstance(prop.wire, tuple) else [prop.wire]
        )
        if wire is not None
        and re.sub('([A-Z])', r'-\1', wire.split('.')[-1]).lower() in said
    ][:2]


def _valued(message, parts):
    """Return the property whose value is in brackets in a message."""
    return [
        name
        for name, _, value in parts
        if isinstance(value, str)
        and value
        and ('(%s)' % value in message or '/%s)' % value in message)
    ][:1]
