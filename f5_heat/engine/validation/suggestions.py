# SPDX-License-Identifier: Apache-2.0

"""What somebody may have meant by a name that there is not.

A property is known by the words of the device too, as iControl REST and tmsh
spell them, and by those of Octavia, of Neutron and of F5's other tools. They
are no aliases: a refusal names the right word.
"""

import difflib
import re

from heat.common import exception
from heat.engine import function

#: How like two names are that may be the same, from 0 to 1.
LIKENESS = 0.72

#: Words that are at home elsewhere, and our properties for them: of a type
#: the first that it has.
ELSEWHERE = {
    'address': ('member_ip', 'ip', 'members'),
    'adminstate': ('admin_state', 'admin_state_up'),
    'adminstateup': ('admin_state_up', 'admin_state'),
    'algorithm': ('load_balancing_mode',),
    'allowedcidrs': ('source',),
    'availabilityzone': ('bigip_server',),
    'backup': ('priority_group',),
    'bigip': ('bigip_server',),
    'cert': ('cert', 'certificate', 'cert_key_chain'),
    'certificate': ('certificate', 'cert', 'cert_key_chain'),
    'certificates': ('certificate', 'cert_key_chain'),
    'cidr': ('address', 'ip'),
    'clientsslprofile': ('client_profiles',),
    'connlimit': ('connection_limit',),
    'container': ('container_ref',),
    'content': ('definition', 'certificate', 'full_template'),
    'datagroup': ('records',),
    'defaultpersistenceprofile': ('persistence_profile',),
    'defaultpoolid': ('default_pool',),
    'defaulttlscontainerref': ('container_ref', 'client_profiles'),
    'delay': ('interval',),
    'destination': ('ip', 'address', 'destination'),
    'device': ('bigip_server', 'devices'),
    'devicegroup': ('device_group', 'device_group_name'),
    'domainname': ('fqdn',),
    'enabled': ('admin_state_up', 'admin_state'),
    'disabled': ('admin_state_up', 'admin_state'),
    'entries': ('records', 'members'),
    'expectedcodes': ('receive',),
    'fallbackpersistence': ('fallback_persistence_profile',),
    'fixedip': ('address', 'ip'),
    'floatingip': ('address', 'ip'),
    'folder': ('partition',),
    'healthmonitor': ('monitors',),
    'healthmonitors': ('monitors',),
    'host': ('ip', 'address', 'node'),
    'hostname': ('ip', 'fqdn'),
    'httpmethod': ('send',),
    'id': ('name', 'tag'),
    'inserthttpheaders': ('header_insert',),
    'insertheaders': ('insert_xforwarded_for', 'header_insert'),
    'ip': ('member_ip', 'address'),
    'ipaddress': ('member_ip', 'ip', 'address'),
    'ipversion': ('ip_protocol', 'address'),
    'irule': ('irules', 'definition'),
    'key': ('private_key', 'key', 'cert_key_chain'),
    'l7policies': ('policies',),
    'lbalgorithm': ('load_balancing_mode',),
    'lbmethod': ('load_balancing_mode',),
    'listenport': ('port',),
    'loadbalancer': ('ip',),
    'loadbalancerid': ('ip',),
    'loadbalancingmethod': ('load_balancing_mode',),
    'maxconn': ('connection_limit',),
    'maxconnections': ('connection_limit',),
    'maxretries': ('timeout',),
    'maxretriesdown': ('timeout',),
    'members': ('members', 'records', 'devices'),
    'method': ('load_balancing_mode', 'method'),
    'name': ('member_ip', 'device_group_name', 'device_group'),
    'minimumactivemembers': ('min_active_members',),
    'minimummonitors': ('min_monitors',),
    'monitor': ('monitors',),
    'monitoraddress': ('destination',),
    'monitorport': ('destination',),
    'netmask': ('mask',),
    'nodes': ('members',),
    'parent': ('defaults_from',),
    'parentprofile': ('defaults_from',),
    'password': ('password', 'passphrase'),
    'path': ('send', 'name'),
    'persist': ('persistence_profile',),
    'persistence': ('persistence_profile',),
    'persistenceprofiles': ('persistence_profile',),
    'pool': ('default_pool', 'pool'),
    'poolid': ('default_pool', 'pool'),
    'poolname': ('default_pool', 'pool'),
    'port': ('member_port', 'port', 'destination'),
    'prioritygroupactivation': ('min_active_members',),
    'protocol': ('ip_protocol', 'type'),
    'protocolport': ('member_port', 'port'),
    'recv': ('receive',),
    'recvdisable': ('receive_disable',),
    'redundantdevices': ('devices',),
    'rule': ('irules', 'definition'),
    'rules': ('irules',),
    'script': ('definition', 'implementation'),
    'secret': ('passphrase',),
    'securitygroups': ('source',),
    'server': ('bigip_server', 'ip'),
    'servers': ('members',),
    'serversslprofile': ('server_profiles',),
    'service': ('port', 'member_port'),
    'serviceport': ('member_port', 'port', 'destination'),
    'session': ('admin_state',),
    'sessionpersistence': ('persistence_profile',),
    'snatpool': ('snat',),
    'snattype': ('snat',),
    'snicontainerrefs': ('client_profiles', 'container_ref'),
    'sourceaddresstranslation': ('snat',),
    'sslprofiles': ('client_profiles', 'profiles'),
    'state': ('admin_state', 'admin_state_up'),
    'subnet': ('address', 'ip', 'member_ip'),
    'subnetid': ('address', 'ip', 'member_ip'),
    'template': ('template_name', 'full_template'),
    'tenant': ('partition',),
    'timeoutclientdata': ('idle_timeout',),
    'timeoutmemberdata': ('idle_timeout',),
    'tlscontainerref': ('container_ref', 'server_profiles'),
    'tmname': ('name',),
    'translation': ('snat',),
    'urlpath': ('send',),
    'user': ('username',),
    'value': ('definition', 'value'),
    'vip': ('ip', 'address'),
    'vipaddress': ('ip', 'address'),
    'vipport': ('port',),
    'vlanid': ('tag',),
    'weight': ('ratio',),
    'xforwardedfor': ('insert_xforwarded_for',),
}


def refuse_unknown(owner):
    """Refuse a property that there is not, and say which one is like it.

    :param owner: the resource.
    :raises StackValidationFailed: Heat's, with a word more.
    """
    resolve = owner.properties.resolve
    for path, name, schemas in _unknown(
        owner.properties_schema, owner.properties.data, resolve
    ):
        meant = properties(name, schemas)
        if meant:
            where = [owner.stack.t.RESOURCES, owner.name, 'properties', *path]
            raise exception.StackValidationFailed(
                error='Property error',
                path=where,
                message='Unknown Property %s; %s' % (name, question(meant)),
            )


def question(names):
    """Return what asks whether one of some names is meant."""
    return 'did you mean %s?' % ' or '.join(names)


def _unknown(schemas, data, resolve):
    """Yield path, name and the possible ones of each unknown property."""
    for name, value in data.items():
        if name not in schemas:
            yield [], name, schemas
            continue
        for path, *found in _below(schemas[name], value, resolve):
            yield [name, *path], *found


def _below(prop, value, resolve):
    if prop.schema is None:
        return
    if isinstance(value, function.Function):
        try:
            value = resolve(value)
        except Exception:
            # Heat refuses it, when it comes to it.
            return
    if prop.type == prop.MAP and isinstance(value, dict):
        yield from _unknown(prop.schema, value, resolve)
    elif prop.type == prop.LIST and isinstance(value, list):
        for number, item in enumerate(value):
            for path, *found in _below(prop.schema[number], item, resolve):
                yield [number, *path], *found


def properties(name, schemas):
    """Return the names of the properties that a word may stand for.

    Two at most: a longer list is no help.
    """
    known = {}
    for own in schemas:
        known.setdefault(_plain(own), own)
    for own, prop in schemas.items():
        for key in prop.wire if isinstance(prop.wire, tuple) else [prop.wire]:
            # The last part of "fqdn.tmName" is what tmsh says.
            known.setdefault(_plain((key or own).rpartition('.')[2]), own)
    plain = _plain(name)
    if plain in known:
        return [known[plain]]
    for own in ELSEWHERE.get(plain, ()):
        if own in schemas:
            return [own]
    for word, names in ELSEWHERE.items():
        for own in names:
            if own in schemas:
                known.setdefault(word, own)
                break
    alike = difflib.get_close_matches(plain, known, 4, LIKENESS)
    return list(dict.fromkeys(known[one] for one in alike))[:2]


def alike(path, paths):
    """Return those of some paths that are like another one, two at most.

    What differs in all is where they lie: the last part is what was typed.
    """
    folder, _, name = path.rpartition('/')
    near = {
        one.rpartition('/')[2].lower(): one
        for one in sorted(paths)
        if one.rpartition('/')[0] == folder
    }
    found = difflib.get_close_matches(name.lower(), near, 2, LIKENESS)
    return [near[one] for one in found]


def asked(names):
    """Return a question whether one of some names is meant, or nothing."""
    return ' D%s' % question(names[:2])[1:] if names else ''


def _plain(name):
    """Return a name without what spellings differ in."""
    return re.sub(r'[\W_]', '', str(name)).lower()
