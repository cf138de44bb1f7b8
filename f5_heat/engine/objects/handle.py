# SPDX-License-Identifier: Apache-2.0

"""The handle of an object on a BIG-IP: the only thing that writes to it."""

import functools
import re

from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.validation import refusal
from f5_heat.engine.validation import suggestions
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.icontrol import secret

#: The length from which on a list of items is not sent as a whole where few
#: of them differ, and how many are few.
LONG = 32
FEW = 8


class Handle:
    """Where an object lies on a BIG-IP, and what can be done with it there.

    :param bigip: the client of the device.
    :param owner: the resource that it is the object of, which says the way
        of writing; without one, it is an object that no type describes.
    """

    def __init__(self, bigip, collection, path, owner=None):
        self.bigip = bigip
        self.collection = collection
        self.path = path
        self.owner = owner
        self._way = owner or heat_resource.HeatResource

    def read(self, expand=False):
        """Return the JSON of the object.

        :param expand: with the items of its sub-collections.
        """
        return self.bigip.read(self.collection, self.path, expand=expand)

    def exists(self):
        """Return whether the object is there."""
        return self.bigip.exists(self.collection, self.path)

    # Each write takes the values of the properties that its body is made of,
    # if it is made of any: it then reads the secrets that they refer to,
    # looks bare names up, and explains what the device refuses.

    def create(self, body, *, values=None):
        """Create the object, and return what the device made of it."""
        return self._send(self._post, body, values)

    def patch(self, changes, *, values=None, found=None, had=None):
        """Change keys of the object, with one request if it can be.

        Of a long list of items those that differ are written one by one, if
        they are few.

        :param found: the JSON of the object, if it has been read.
        :param had: what the keys are changed from, if that is known.
        :returns: for each request what it changed, and the JSON that the
            device answered, of the object or of the item.
        """
        few = {
            key: steps
            for key in (self._way.subcollections if had else ())
            if (steps := self._few(key, changes, had)) is not None
        }
        rest = without(changes, few)
        body = self._patchable(rest, values, found)
        made = [(rest, self._send(self._modify, body, values))] if body else []
        for key, steps in few.items():
            try:
                for step, item in steps:
                    answer = self._send(step, item, values)
                    made.append(({key: [item]}, answer))
            except (errors.Conflict, errors.NotFound):
                # Somebody else has changed the items.
                made += self.patch(
                    {key: changes[key]}, values=values, found=found
                )
        return made

    def exchange(self, new, body, *, values=None):
        """Delete the object and create another one, or do neither.

        :param new: the handle of the new object.
        """

        def exchange(body):
            return apply(
                self.bigip,
                ('delete', self.collection, self.path),
                ('create', new.collection, new.identified(body)),
            )

        return self._send(exchange, body, values)

    def delete(self):
        """Delete the object."""
        try:
            self._remove()
        except errors.NotFound:
            raise
        except errors.HTTPError:
            found = self._way.cleared_first and self.read()
            left = {
                key: [] for key in self._way.cleared_first if found.get(key)
            }
            if not left:
                raise
            self.patch(left, found=found)
            self._remove()

    def identified(self, body):
        """Return the JSON of a new object with its name and its folder."""
        return {**self._way.identify(self.path), **body}

    # The type's own way of writing.

    def _patchable(self, changes, values, found):
        """Return the body of a PATCH that makes the changes."""
        body = without(changes, self._way.create_only)
        missing = [key for key in self._way.always if key not in body]
        if not body or not missing:
            return body
        known = found or {}
        if values is not None:
            known = self.owner.body(values, self.owner.folder())
        if not known.keys() >= set(missing):
            known = {**self.read(), **known}
        return {
            **{key: known[key] for key in missing if key in known},
            **body,
        }

    def _few(self, key, changes, had):
        """Return the requests for single items that a change needs.

        Each is a function and the JSON of an item for it. None if the list
        is to be sent as a whole.
        """
        if key not in changes or len(changes[key]) <= LONG:
            return None
        # Which companions came with which request is not known there.
        if self.bigip.is_redundant:
            return None
        was, new = (
            {_item_path(item): item for item in body.get(key) or ()}
            for body in (had, changes)
        )
        differing = [
            path
            for path in {**was, **new}
            if schema.differ(was.get(path), new.get(path))
        ]
        if len(differing) > FEW:
            return None
        items = paths.within(self.collection, self.path, key)
        return [
            self._step(items, path, was.get(path), new.get(path))
            for path in differing
        ]

    def _step(self, items, path, was, new):
        if new is None:
            return functools.partial(self._remove_item, items, path), was
        if was is None:
            return functools.partial(self.bigip.create, items), new
        return (
            functools.partial(self.bigip.modify, items, path),
            {
                name: value
                for name, value in new.items()
                if name not in was or schema.differ(was[name], value)
            },
        )

    def _remove_item(self, items, path, item):
        self.bigip.delete(items, path)
        return {}

    # The requests; a type whose object is more than one overrides them.

    def _post(self, body):
        if self._way.singleton:
            return self.bigip.modify(self.collection, self.path, body)
        return self.bigip.create(self.collection, self.identified(body))

    def _modify(self, body):
        try:
            return self.bigip.modify(self.collection, self.path, body)
        except errors.BadRequest:
            # "one or more properties must be specified", for an empty list.
            emptied = [
                key for key in self._way.subcollections if body.get(key) == []
            ]
            if not emptied:
                raise
        for key in emptied:
            items = paths.within(self.collection, self.path, key)
            for item in self.bigip.list(items, select=['fullPath']):
                self.bigip.delete(items, item['fullPath'])
        rest = without(body, emptied)
        if not rest.keys() - {*self._way.always}:
            return {}
        return self.bigip.modify(self.collection, self.path, rest)

    def _remove(self):
        self.bigip.delete(self.collection, self.path)

    def _send(self, request, body, values):
        """Make a request, trying bare names where tmsh would look them up.

        A reference by bare name is sent as a path in the object's own
        folder first, and if the device does not find it there, in
        ``/Common``.
        """
        if values is None:
            return request(body)
        body = self.owner.barbican.filled(body, values)
        while True:
            try:
                return request(body)
            except errors.HTTPError as error:
                moved = _with_common(body, str(error))
                if moved == body:
                    told = refusal.explained(
                        error,
                        self.owner.properties_schema,
                        values,
                        secret.found_in(body),
                        self.owner.folder(),
                    )
                    told.message += self._folders_like(error.message)
                    raise told from None
                body = moved

    def _folders_like(self, message):
        """Return a question for the folder that is meant, or nothing.

        A project that is kept apart has one partition only.
        """
        missing = re.search(r'requested folder \((/[^)\s]+)\)', message)
        if not missing or self.owner.client_plugin().own_partition():
            return ''
        try:
            folders = self.bigip.list('sys/folder', select=['fullPath'])
        except errors.IControlError:
            return ''
        known = [item.get('fullPath', '') for item in folders]
        return suggestions.asked(suggestions.alike(missing[1], known))


def of(resource, collection, path):
    """Return the handle of any object on the device of a resource."""
    if (collection, path) == resource.place():
        return resource.handle()
    return Handle(resource.bigip(), collection, path)


def _item_path(item):
    """Return the full path of an item of a list, from its JSON."""
    if 'partition' in item:
        return paths.full(item['name'], item['partition'])
    return item['name']


def apply(bigip, *steps):
    """Make a change, or several together or not at all.

    :param steps: tuples of a verb of the client and its arguments.
    """
    if len(steps) == 1:
        ((verb, *arguments),) = steps
        return getattr(bigip, verb)(*arguments)
    with bigip.transaction() as change:
        for verb, *arguments in steps:
            getattr(change, verb)(*arguments)
    return {}


def without(body, keys):
    """Return the JSON of an object without some keys."""
    for key in keys:
        parent, _, rest = key.partition('.')
        if parent not in body:
            continue
        body = dict(body)
        nested = body.pop(parent)
        if rest and isinstance(nested, dict):
            nested = without(nested, [rest])
        elif not rest:
            nested = None
        if nested:
            body[parent] = nested
    return body


def _with_common(body, message):
    """Return the body with bare names of a message moved to ``/Common``."""
    if isinstance(body, schema.Text):
        return schema.Text(
            [_with_common(part, message) for part in body.parts]
        )
    if isinstance(body, schema.Bare):
        named = re.search(
            r'(?<![\w/.-])%s(?![\w/.-])' % re.escape(body), message
        )
        return body.common if named else body
    if isinstance(body, dict):
        return {
            key: _with_common(value, message) for key, value in body.items()
        }
    if isinstance(body, list):
        return [_with_common(value, message) for value in body]
    return body
