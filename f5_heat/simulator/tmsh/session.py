# SPDX-License-Identifier: Apache-2.0

"""A session of tmsh, which runs the commands of an iApp script."""

from __future__ import annotations

import inspect
import sys
import typing as t

from f5_heat.simulator.ha import trust
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import store
from f5_heat.simulator.state import targets
from f5_heat.simulator.tmsh import lexer
from f5_heat.simulator.tmsh import modify
from f5_heat.simulator.tmsh import naming
from f5_heat.simulator.tmsh import properties
from f5_heat.simulator.tmsh import script_objects

Json = dict[str, t.Any]
_LEVELS = (
    'emerg',
    'alert',
    'crit',
    'err',
    'error',
    'warning',
    'notice',
    'info',
    'debug',
)


def _as_rerun(written: properties.Written) -> properties.Written:
    """Return the properties of a create as a change by a second run.

    Unverified: that its items replace all others.
    """
    lists, children = (
        {
            key: properties.Change('replace-all-with', change.items)
            if change.verb == 'add'
            else change
            for key, change in found.items()
        }
        for found in (written.lists, written.children)
    )
    return written._replace(lists=lists, children=children)


class Session:
    """Runs the commands of one script, or of a user.

    ``owner`` is the application service of a script; ``before`` is its
    previous state, None for a new one, which the script sees, as public
    templates rely on. ``touched`` are the objects that were created or
    changed. ``limit`` is how many objects may be created.
    """

    def __init__(
        self,
        device: bigip.Device,
        owner: store.Item | None = None,
        before: store.Item | None = None,
        limit: int = sys.maxsize,
    ):
        self._device = device
        self._folder = owner.place.folder if owner else '/Common'
        self._owner = owner
        self._before = before
        self._left = limit
        self._stateless = owner is not None
        self._level = 'notice'
        self.touched: set[tuple[str, str]] = set()

    def answer(self, verb: str, *arguments: str) -> str:
        """Run a command and return its result; raises ``errors.Refused``."""
        method = getattr(self, '_do_' + verb)
        try:
            inspect.signature(method).bind(*arguments)
        except TypeError:
            # In the words of Tcl for commands in C.
            raise errors.parser('wrong # args: tmsh::' + verb) from None
        mark = self._device.store.mark
        try:
            return str(method(*arguments) or '')
        except errors.Refused:
            # The script may catch the error: undo this command.
            self._device.store.rollback(mark)
            raise

    # Objects.

    def _do_create(self, *arguments: str) -> None:
        scanner, shape, name = self._begin(arguments)
        names = self._names()
        path = names.own(shape, name)
        old = self._device.store.get(shape.collection, path)
        written = self._read(shape, scanner, names)
        if old is not None and self._stateless and self._is_own(old):
            # A second run only changes the properties that it names, for
            # which public templates compensate.
            self._change(old, written, again=True)
            return
        self._left -= 1
        if self._left < 0:
            raise errors.Refused(400, 'the script creates too many objects')
        body = properties.body_of(written)
        self._claim(shape, body)
        for segment, child in shape.children.items():
            for entry in body.get(segment, ()):
                self._claim(child, entry)
        body['name'] = path
        made = self._device.create(
            targets.Target(shape, shape.collection), body
        )
        self.touched.add((made.where, made.path))

    def _do_modify(self, *arguments: str) -> None:
        written = ' '.join(arguments).split()
        if written[:2] == ['cm', 'trust-domain']:
            # How trust was established before there were commands for it.
            trust.modify_root(self._device, written[3:])
            return
        scanner, shape, name = self._begin(arguments)
        names = self._names()
        item = self._item(shape, names, name)
        self._change(item, self._read(shape, scanner, names), again=False)

    def _do_delete(self, *arguments: str) -> None:
        scanner, shape, name = self._begin(arguments)
        names = self._names()
        path = names.own(shape, name)
        if scanner.peek() is not None:
            raise errors.unexpected(str(scanner.next()))
        if (
            self._stateless
            and self._device.store.get(shape.collection, path) is None
        ):
            return
        self._device.delete(self._target(shape, path))
        self.touched.discard((shape.collection, path))

    def _change(
        self, item: store.Item, written: properties.Written, again: bool
    ) -> None:
        shape = item.shape
        if again:
            written = _as_rerun(written)
            now = self._device.resolved(item)
            for key in [
                key
                for key, value in written.body.items()
                if key in shape.fields
                and shape.fields[key].create_only
                and str(value) == str(now.get(key))
            ]:
                del written.body[key]
        for segment, change in written.children.items():
            if change.verb in ('add', 'replace-all-with'):
                for entry in change.items:
                    self._claim(shape.children[segment], entry)
        if again and not any(written):
            changed = item
        else:
            changed = modify.apply(
                self._device, self._target(shape, item.path), written
            )
        if (
            again
            and self._owner
            and 'appService' in shape.fields
            and (changed.values.get('appService') != self._owner.path)
        ):
            changed = self._device.change_item(
                changed, {'appService': self._owner.path}
            )
        self.touched.add((changed.where, changed.path))

    def _do_publish(self, *arguments: str) -> None:
        _, shape, name = self._begin(arguments)
        self._device.behaviour(shape).publish(
            self._device, self._names().own(shape, name)
        )

    def _names(self) -> naming.FolderNames:
        return naming.FolderNames(self._device, self._folder)

    def _begin(
        self, arguments: tuple[str, ...]
    ) -> tuple[lexer.Scanner, shapes.Shape, str]:
        """Parse a command up to the name of its object."""
        scanner = lexer.Scanner(' '.join(arguments))
        shape = naming.component(self._device, scanner)
        return scanner, shape, self._name(shape, scanner)

    def _name(self, shape: shapes.Shape, scanner: lexer.Scanner) -> str:
        if shape.singleton:
            return ''
        node = scanner.next()
        if not isinstance(node, str) or not node:
            raise errors.parser(
                'one or more configuration identifiers must be provided'
            )
        return str(node)

    def _read(
        self,
        shape: shapes.Shape,
        scanner: lexer.Scanner,
        names: naming.FolderNames,
    ) -> properties.Written:
        if 'apiAnonymous' in shape.fields:
            return properties.Written(
                {'apiAnonymous': lexer.unbraced(scanner.rest())}, {}, {}
            )
        return properties.Reader(scanner.nodes(), names).read(
            shape, self._device.behaviour(shape).extra_keys
        )

    def _target(self, shape: shapes.Shape, path: str) -> targets.Target:
        return targets.Target(shape, shape.collection, path)

    def _item(
        self, shape: shapes.Shape, names: naming.FolderNames, name: str
    ) -> store.Item:
        return self._device.item(
            self._target(
                shape, '' if shape.singleton else names.own(shape, name)
            )
        )

    def _is_own(self, item: store.Item) -> bool:
        owner = self._owner
        return owner is not None and (
            item.values.get('appService') == owner.path
            or item.path.startswith(owner.place.folder + '/')
        )

    def _claim(self, shape: shapes.Shape, body: Json) -> None:
        if self._owner and 'appService' in shape.fields:
            body.setdefault('appService', self._owner.path)

    # Queries.

    def _do_list(self, *arguments: str) -> str:
        return '\n'.join(self._texts(arguments))

    def _do_get_config(self, *arguments: str) -> str:
        return ' '.join(
            '{{{}}}'.format(text) for text in self._texts(arguments)
        )

    def _texts(self, arguments: tuple[str, ...]) -> list[str]:
        return script_objects.texts(
            self._device, self._folder, ' '.join(arguments), self._seen
        )

    def _seen(self, shape: shapes.Shape, name: str) -> store.Item:
        item = self._item(shape, self._names(), name)
        owner = self._owner
        if owner and (item.where, item.path) == (owner.where, owner.path):
            if self._before is None:
                raise self._device.missing(shape, item.path)
            return self._before
        return item

    def _do_get_name(self, text: str) -> str:
        return script_objects.name(self._device, text)

    def _do_get_type(self, text: str) -> str:
        return script_objects.component(self._device, text)

    def _do_get_field_names(self, kind: str, text: str) -> str:
        if kind not in ('value', 'nested'):
            raise errors.parser(
                'get_field_names: value or nested is expected, not ' + kind
            )
        return ' '.join(
            script_objects.field_names(self._device, text, kind == 'nested')
        )

    def _do_field_value(self, text: str, name: str) -> str:
        return script_objects.field_value(self._device, text, name)

    # The session.

    def _do_cd(self, folder: str = '/Common') -> None:
        path = self._names().absolute(folder)
        if self._device.folder(path) is None:
            raise errors.not_found('folder', path)
        self._folder = path

    def _do_pwd(self) -> str:
        return self._folder

    def _do_version(self) -> str:
        return self._device.version

    def _do_stateless(self, state: str = '') -> str:
        if state not in ('', 'enabled', 'disabled'):
            raise errors.unexpected(state)
        if state:
            self._stateless = state == 'enabled'
        return 'enabled' if self._stateless else 'disabled'

    def _do_begin_transaction(self) -> None:
        """Do nothing: a script is one transaction anyway."""

    _do_commit_transaction = _do_begin_transaction

    def _do_include(self, name: str) -> str:
        path = self._names().reference(('cli/script',), name)
        shape = self._device.shapes['cli/script']
        item = self._device.item(self._target(shape, path))
        return str(self._device.resolved(item).get('apiAnonymous') or '')

    def _do_log_level(self, level: str = '') -> str:
        if level and level not in _LEVELS:
            raise errors.unexpected(level)
        self._level = level or self._level
        return self._level

    def _do_log_dest(self, *_: str) -> None:
        """Do nothing: there is only one log."""

    def _do_log(self, *arguments: str) -> None:
        level, text = 'notice', arguments
        if len(arguments) > 1 and arguments[0] in _LEVELS:
            level, text = arguments[0], arguments[1:]
        if _LEVELS.index(level) <= _LEVELS.index(self._level):
            self._write(
                '/var/log/ltm', '{}: {}\n'.format(level, ' '.join(text))
            )

    def _do_puts(self, text: str) -> None:
        self._write('/var/tmp/scriptd.out', text)

    def _write(self, file: str, text: str) -> None:
        kept = self._device.files.get(file, b'') + text.encode()
        self._device.files[file] = kept[-100_000:]
