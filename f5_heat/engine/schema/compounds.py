# SPDX-License-Identifier: Apache-2.0

"""Properties that are lists or maps of others."""

from heat.engine import constraints

from f5_heat.engine import ownership
from f5_heat.engine.schema import comparison
from f5_heat.engine.schema import fields
from f5_heat.engine.schema import leaves
from f5_heat.engine.schema import references
from f5_heat.icontrol import paths


class List(fields.Property):
    """A list of values; ``ordered`` says whether their order matters."""

    def __init__(
        self,
        description,
        wire=None,
        unset=(),
        schema=None,
        ordered=True,
        **rest,
    ):
        super().__init__(
            self.LIST,
            description,
            wire,
            unset if unset is fields.INHERITED else list(unset),
            schema=schema,
            **rest,
        )
        self.ordered = ordered
        self.item = schema

    def encode(self, value, folder):
        if self.item is None:
            return list(value)
        return [self.item.encode(item, folder) for item in value]

    def decode(self, sent):
        if isinstance(sent, str):
            sent = [] if sent in ('', 'none') else [sent]
        if self.item is None:
            return list(sent)
        return [self.item.decode(item) for item in sent]

    def canonical(self, value, place):
        if self.item is None:
            items = list(map(comparison.hashable, value))
        else:
            items = [
                comparison.canonical(self.item, one, place) for one in value
            ]
        return tuple(items) if self.ordered else comparison.multiset(items)

    def key(self, item, place):
        """Return what no two items of the list have alike."""
        if self.item is None:
            return comparison.hashable(item)
        return comparison.canonical(self.item, item, place)

    def misfit(self, item):
        """Return why an item is none, though it has the type of one."""
        is_name = self.item is not None and self.item.to is not None
        return references.misfit(item) if is_name else None

    def parts(self, value):
        if self.item is None or not isinstance(value, (list, tuple)):
            return None
        return [(key, self.item, part) for key, part in enumerate(value)]


class References(List):
    """A list of names or paths of other objects."""

    def __init__(self, description, wire=None, to='', **rest):
        super().__init__(
            description,
            wire,
            schema=fields.Reference('The name or path of an object.', to=to),
            **rest,
        )


class Map(fields.Property):
    """A nested object; the keys of its properties are below its own."""

    def __init__(self, description, wire=None, schema=None, **rest):
        super().__init__(self.MAP, description, wire, schema=schema, **rest)

    def encode(self, value, folder):
        if self.schema is None:
            return dict(value)
        body = {}
        for name, child in self.schema.items():
            if value.get(name) is not None:
                child.write(body, value[name], folder)
        return body

    def decode(self, sent):
        if self.schema is None:
            return dict(sent)
        return {name: child.read(sent) for name, child in self.schema.items()}

    def canonical(self, value, place):
        if self.schema is None:
            return comparison.hashable(value)
        return tuple(
            comparison.canonical(child, value.get(name), place.below(name))
            for name, child in self.schema.items()
            # No device shows a secret.
            if not (child.secret and place.shown is not None)
        )

    def parts(self, value):
        if self.schema is None or not isinstance(value, dict):
            return None
        return [
            (name, child, value[name])
            for name, child in self.schema.items()
            if name in value
        ]

    def fill(self, before, after, place):
        if before is None or self.schema is None:
            return super().fill(before, after, place)
        after = after or {}
        return {
            name: child.fill(
                before.get(name), after.get(name), place.below(name)
            )
            for name, child in self.schema.items()
        }

    def differences(self, name, wanted, actual, place):
        if self.schema is None:
            yield from super().differences(name, wanted, actual, place)
            return
        for below, part, *both in leaves.pairs(self, name, wanted, actual):
            yield from part.differences(below, *both, place)


class Subcollection(List):
    """A list of items with names of their own, each an object below one.

    A device shows them apart, and keeps of an item what it is not sent.
    """

    def __init__(self, description, wire, schema, **rest):
        super().__init__(
            description, wire, schema=schema, ordered=False, **rest
        )

    def name_of(self, item, route_domain=0):
        """Return the name of an item, in its normal form.

        :param route_domain: the default one, or a function that returns it.
        """
        raise NotImplementedError

    def key(self, item, place):
        return self.name_of(item, place.route_domain)

    def sent_name(self, item, folder):
        """Return the name by which the device is to have an item."""
        return self.name_of(item)

    def by_name(self, items, route_domain=0):
        """Return the items, which may be None, by their names."""
        return {self.name_of(item, route_domain): item for item in items or []}

    def identify(self, name, folder):
        """Return the keys that say which item it is; ``folder`` is the
        object's."""
        return {'name': name, 'partition': paths.split(folder + '/')[0]}

    def encode(self, value, folder):
        return [
            {
                **self.identify(self.sent_name(item, folder), folder),
                **self.item.encode(item, folder),
            }
            for _, item in sorted(
                self.by_name(
                    value, lambda: references.route_domain(folder)
                ).items()
            )
        ]

    def items(self, body):
        """Return the JSON of the items in that of an object, or None."""
        reference = body.get(self.wire + 'Reference') or {}
        return body.get(self.wire, reference.get('items'))

    def read(self, body):
        items = self.items(body)
        return None if items is None else list(map(self.read_item, items))

    def read_item(self, item):
        """Return the values of an item in the JSON of its object."""
        return self.item.decode(item)

    def canonical(self, value, place):
        return tuple(
            (name, self.item.canonical(item, place))
            for name, item in sorted(self.by_name(value, place.domain).items())
        )

    def fill(self, before, after, place):
        if after is None:
            return super().fill(before, after, place)
        earlier = self.by_name(before, place.domain)
        return [
            self.item.fill(earlier.get(name), item, place)
            for name, item in self.by_name(after, place.domain).items()
        ]

    def differences(self, name, wanted, actual, place):
        wanted = self.by_name(wanted, place.domain)
        actual = self.by_name(actual, place.domain)
        for key in sorted({*wanted, *actual}):
            what = '%s[%s]' % (name, key)
            if key not in actual:
                yield '%s: expected, the device does not have it' % what
            elif key not in wanted:
                yield '%s: the device has it, not expected' % what
            else:
                yield from self.item.differences(
                    what, wanted[key], actual[key], place
                )


class Metadata(List):
    """Names with values that people and programs keep with an object."""

    def __init__(self, description):
        super().__init__(
            description,
            'metadata',
            ordered=False,
            schema=Map(
                'An entry.',
                schema={
                    'name': fields.String(
                        'The name of the entry.',
                        'name',
                        required=True,
                        constraints=[
                            constraints.AllowedPattern(
                                r'(?!%s\Z)[\s\S]*' % ownership.NAME,
                                'The entry %s says which resource the '
                                'object belongs to: choose another name.'
                                % ownership.NAME,
                            )
                        ],
                    ),
                    'value': fields.String('The value of the entry.', 'value'),
                    'persist': fields.Boolean(
                        'Whether the entry is saved with the configuration.',
                        'persist',
                        unset=True,
                        words=('true', 'false'),
                        default=True,
                    ),
                },
            ),
        )

    def key(self, item, place):
        return item['name']
