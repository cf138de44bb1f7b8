# SPDX-License-Identifier: Apache-2.0

"""Commands: POST requests with ``command``."""

from __future__ import annotations

import dataclasses
import typing as t

from f5_heat.simulator.ha import configsync
from f5_heat.simulator.ha import failover
from f5_heat.simulator.ha import trust
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.schema import versions
from f5_heat.simulator.state import bigip

Json = dict[str, t.Any]
Command = t.Callable[[bigip.Device, Json], Json | None]


def run(device: bigip.Device, path: str, body: Json) -> Json | None:
    """Run a command and return the answer; None if there is none.

    Raises ``errors.Refused`` when the device refuses it.
    """
    command = body.get('command')
    does = _COMMANDS.get((path, str(command)))
    if does is None or not versions.known(
        device.version, _SINCE.get(path, '')
    ):
        return None
    with device.change():
        more = does(device, body)
    return {
        'kind': 'tm:{}:{}state'.format(path.replace('/', ':'), command),
        **body,
        **(more or {}),
    }


def _options(body: Json) -> Json:
    found: Json = {}
    options = body.get('options') or []
    if not isinstance(options, list) or not all(
        isinstance(option, dict) for option in options
    ):
        raise errors.invalid_value('options', options)
    for option in options:
        found.update(option)
    return found


def _file(options: Json) -> str:
    found = options.get('file', '')
    if not isinstance(found, str):
        raise errors.invalid_value('file', found)
    return found


def _save(device: bigip.Device, body: Json) -> None:
    device.saved[_file(_options(body))] = device.store.copy()


def _load(device: bigip.Device, body: Json) -> None:
    options = _options(body)
    name = 'default' if body.get('name') == 'default' else _file(options)
    found = device.saved.get(name)
    if found is None or options.get('merge'):
        # Files that the simulator did not write are not read; the
        # device's own words for a missing one are not recorded.
        raise errors.Refused(400, 'cannot load ' + name)
    generation = device.store.generation
    device.store.take(found)
    device.store.generation = generation


def _archive(body: Json) -> str:
    name = str(body.get('name') or '')
    if not name:
        raise errors.parser(
            'one or more configuration identifiers must be provided'
        )
    return name if name.endswith('.ucs') else name + '.ucs'


def _save_archive(device: bigip.Device, body: Json) -> None:
    # What an archive says about itself beside its file is not recorded.
    name = _archive(body)
    device.saved[_ARCHIVES + name] = device.store.copy()
    device.put(
        device.shapes['sys/ucs'],
        'sys/ucs',
        paths.Place('', '', name),
        name,
        {'apiRawValues': {'filename': _ARCHIVES + name}},
    )


def _load_archive(device: bigip.Device, body: Json) -> None:
    name = _archive(body)
    if device.store.get('sys/ucs', name) is None:
        raise errors.not_found(device.shapes['sys/ucs'].kind.label, name)
    there = device.store.items('sys/ucs')
    _load(device, {'options': [{'file': _ARCHIVES + name}]})
    for item in there:
        device.store.put(item)


_ARCHIVES = '/var/local/ucs/'


def _run_cm(device: bigip.Device, body: Json) -> None:
    words = str(body.get('utilCmdArgs', '')).split()
    if words[:1] != ['config-sync']:
        raise errors.parser('"{}" unexpected argument'.format(' '.join(words)))
    configsync.command(device, words[1:])


def _trust_domain(device: bigip.Device, body: Json) -> None:
    path = paths.absolute(str(body.get('name', '')))
    if device.store.get('cm/trust-domain', path) is None:
        raise errors.not_found(
            device.shapes['cm/trust-domain'].kind.label, path
        )


def _add_to_trust(device: bigip.Device, body: Json) -> None:
    _trust_domain(device, {'name': 'Root', **body})
    for key in ('device', 'deviceName', 'username', 'password'):
        if not body.get(key):
            raise errors.required(shapes.tmsh_name(key))
    address, name, username, password = (
        trust.unquoted(body[key])
        for key in ('device', 'deviceName', 'username', 'password')
    )
    trust.add(
        device,
        address,
        name,
        username,
        password,
        body.get('caDevice', not body.get('nonCaDevice')) is not False,
    )


def _remove_from_trust(device: bigip.Device, body: Json) -> None:
    _trust_domain(device, {'name': 'Root', **body})
    if not body.get('deviceName'):
        raise errors.required('device-name')
    trust.remove(device, trust.unquoted(body['deviceName']))


def _fail_over(device: bigip.Device, body: Json) -> None:
    failover.command(device, body)


def _move_device(device: bigip.Device, body: Json) -> None:
    path = paths.absolute(str(body.get('name', '')))
    if not body.get('target'):
        raise errors.required('target')
    target = paths.place(str(body['target']))
    found = device.store.get('cm/device', path)
    if found is None:
        raise errors.not_found('device', path)
    # Unverified: that a device looks at the new name so.
    if target.folder != '/Common' or not target.name:
        raise errors.invalid_value('target', body['target'])
    if target.path != path and device.store.get('cm/device', target.path):
        raise errors.taken(found.shape.kind.label, target.path, 'Common')
    device.store.drop(found)
    device.store.put(
        dataclasses.replace(
            found,
            place=target,
            path=target.path,
            generation=device.store.generation,
        )
    )
    for member in list(device.store.of_kind('cm/device-group/devices')):
        if member.path == path:
            device.store.drop(member)
            device.store.put(
                dataclasses.replace(member, place=target, path=target.path)
            )
    for collection, key in (
        ('cm/trust-domain', 'caDevices'),
        ('cm/traffic-group', 'haOrder'),
    ):
        for item in device.store.items(collection):
            if path in item.values.get(key, ()):
                device.store.put(
                    dataclasses.replace(
                        item,
                        values={
                            **item.values,
                            key: [
                                target.path if one == path else one
                                for one in item.values[key]
                            ],
                        },
                    )
                )


def _publish(device: bigip.Device, body: Json) -> None:
    device.behaviour(device.shapes['ltm/policy']).publish(
        device, paths.absolute(str(body.get('name', '')))
    )


def _install(kind: str) -> t.Callable[[bigip.Device, Json], None]:
    def install(device: bigip.Device, body: Json) -> None:
        source = body.get('from-local-file') or body.get('fromLocalFile')
        place = paths.place(
            str(body.get('name', '')), body.get('partition', '')
        )
        name = place.name
        if '.' not in name:
            name += '.crt' if kind == 'ssl-cert' else '.key'
        wanted = {
            'name': name,
            'partition': place.partition,
            'sourcePath': 'file:{}'.format(source),
        }
        where = 'sys/file/' + kind
        old = device.store.get(where, '/{}/{}'.format(place.partition, name))
        if old is None:
            device.make(where, wanted)
        else:
            device.change_item(old, {'sourcePath': wanted['sourcePath']})

    return install


_COMMANDS: dict[tuple[str, str], Command] = {
    ('cm', 'run'): _run_cm,
    ('cm/add-to-trust', 'run'): _add_to_trust,
    ('cm/device', 'mv'): _move_device,
    ('cm/remove-from-trust', 'run'): _remove_from_trust,
    ('ltm/policy', 'publish'): _publish,
    ('sys/config', 'load'): _load,
    ('sys/config', 'save'): _save,
    ('sys/crypto/cert', 'install'): _install('ssl-cert'),
    ('sys/crypto/key', 'install'): _install('ssl-key'),
    ('sys/failover', 'run'): _fail_over,
    ('sys/ucs', 'load'): _load_archive,
    ('sys/ucs', 'save'): _save_archive,
}
# Earlier versions can do it in tmsh only.
_SINCE = {'cm/add-to-trust': '12.0', 'cm/remove-from-trust': '12.0'}
