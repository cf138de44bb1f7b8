# SPDX-License-Identifier: Apache-2.0

"""Properties that are lists or maps of others."""

from heat.engine import constraints

from f5_heat.engine import ownership
from f5_heat.engine.schema import fields
from f5_heat.engine.schema import keys


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

    def alike(self, one, other, folder):
        if None in (one, other) or self.item is None:
            return one == other
        return self._match(
            one,
            other,
            lambda first, second: self.item.alike(first, second, folder),
        )

    def seal(self, value, seal):
        if self.item is None or not isinstance(value, list):
            return super().seal(value, seal)
        return [self.item.seal(item, seal) for item in value]

    def names(self, value, folder):
        for item in value or () if self.item else ():
            yield from self.item.names(item, folder)

    def may_name(self):
        if type(self).names is not List.names:
            return True
        return self.item is not None and self.item.may_name()

    def secrets(self, value):
        if self.item is None:
            yield from super().secrets(value)
            return
        for item in value:
            yield from self.item.secrets(item)

    def conceal(self, body):
        super().conceal(body)
        items = (
            keys.get(body, self.wire) if isinstance(self.item, Map) else None
        )
        for item in items if isinstance(items, list) else ():
            self.item.conceal_parts(item)

    def same(self, wanted, actual, folder):
        return self._match(
            wanted,
            actual or [],
            (lambda one, other: one == other)
            if self.item is None
            else (lambda one, other: self.item.same(one, other, folder)),
        )

    def _match(self, wanted, actual, same):
        """Whether two lists have the same items, in order if it matters."""
        if len(wanted) != len(actual):
            return False
        if self.ordered:
            return all(map(same, wanted, actual))
        left = list(actual)
        for item in wanted:
            found = next((one for one in left if same(item, one)), None)
            if found is None:
                return False
            left.remove(found)
        return True


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

    def alike(self, one, other, folder):
        if None in (one, other) or self.schema is None:
            return one == other
        return all(
            child.alike(one.get(name), other.get(name), folder)
            for name, child in self.schema.items()
        )

    def seal(self, value, seal):
        if self.schema is None or not isinstance(value, dict):
            return super().seal(value, seal)
        return {
            name: self.schema[name].seal(part, seal)
            if name in self.schema
            else part
            for name, part in value.items()
        }

    def names(self, value, folder):
        for name, child in (self.schema or {}).items():
            yield from child.names((value or {}).get(name), folder)

    def may_name(self):
        if type(self).names is not Map.names:
            return True
        return any(child.may_name() for child in (self.schema or {}).values())

    def secrets(self, value):
        if self.schema is None:
            yield from super().secrets(value)
            return
        for name, child in self.schema.items():
            if value.get(name) is not None:
                yield from child.secrets(value[name])

    def conceal(self, body):
        super().conceal(body)
        self.conceal_parts(
            body if self.wire is None else keys.get(body, self.wire)
        )

    def conceal_parts(self, part):
        """Take the secrets out of a nested object."""
        for child in (self.schema or {}).values():
            if isinstance(part, dict):
                child.conceal(part)

    def same(self, wanted, actual, folder):
        if self.schema is None:
            return wanted == actual
        return not list(self.differences('', wanted, actual, folder))

    def whole(self):
        if self.schema is None:
            return super().whole()
        return {name: child.whole() for name, child in self.schema.items()}

    def fill(self, before, after):
        if before is None or self.schema is None:
            return super().fill(before, after)
        after = after or {}
        return {
            name: child.fill(before.get(name), after.get(name))
            for name, child in self.schema.items()
        }

    def recreates(self, before, after, folder):
        if not self.update_allowed or not (self.schema and before and after):
            return super().recreates(before, after, folder)
        return any(
            child.recreates(before.get(name), after.get(name), folder)
            for name, child in self.schema.items()
        )

    def inherits(self, value):
        if self.schema is None or not isinstance(value, dict):
            return super().inherits(value)
        return any(
            child.inherits(value.get(name))
            for name, child in self.schema.items()
        )

    def inherit(self, value, parent):
        if self.schema is None or not isinstance(value, dict):
            return super().inherit(value, parent)
        return {
            name: child.inherit(value.get(name), (parent or {}).get(name))
            for name, child in self.schema.items()
        }

    def differences(self, name, wanted, actual, folder):
        if self.schema is None:
            yield from super().differences(name, wanted, actual, folder)
            return
        for key, child in self.schema.items():
            if wanted.get(key) is not None:
                yield from child.differences(
                    '.'.join(filter(None, (name, key))),
                    wanted[key],
                    (actual or {}).get(key),
                    folder,
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
