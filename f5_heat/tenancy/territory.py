# SPDX-License-Identifier: Apache-2.0

"""The territory of a tenant: partitions, paths and route domains."""

from __future__ import annotations

import collections.abc
import dataclasses
import re
import typing as t

COMMON = 'Common'

#: The grants that a tenant can have, apart from objects in its partition.
CLUSTERS = 'clusters'
EXTERNAL_MONITORS = 'external monitors'
IAPPS = 'iApps'
IRULES = 'iRules'
GRANTS = frozenset((CLUSTERS, EXTERNAL_MONITORS, IAPPS, IRULES))

#: The grant that each option about resource types gives.
GRANTED_BY = {
    'allow_external_monitors': EXTERNAL_MONITORS,
    'allow_iapps': IAPPS,
    'allow_irules': IRULES,
}


@dataclasses.dataclass(frozen=True)
class Rules:
    """The collections that tenants may write.

    ``writable`` are collections, each with the grant that it needs, or None.
    ``parts`` are their sub-collections that are written item by item, ``free``
    their keys whose values name nothing.
    """

    writable: collections.abc.Mapping[str, str | None]
    parts: collections.abc.Mapping[str, collections.abc.Set[str]]
    free: collections.abc.Mapping[str, collections.abc.Set[str]] = (
        dataclasses.field(default_factory=dict)
    )


_PART = re.compile(r'[\w.:%-]([\w.:% -]*[\w.:%-])?', re.ASCII)
_DOMAIN = re.compile(r'%(\d{1,5})(?=$|[:./](\d+|any)$)', re.ASCII)


class Refused(ValueError):
    """The reason not to send a request; ``key`` is the key at fault."""

    def __init__(self, reason: str, key: str = ''):
        super().__init__(reason)
        self.reason = reason
        self.key = key


class Territory:
    """The part of a device in which a tenant may act.

    :param partition: the tenant's own one.
    :param rules: the collections that tenants may write.
    :param write_common: whether it may write to ``/Common`` as well.
    :param route_domain: the number of its own route domain, which addresses
        may name; None if it has none.
    :param granted: its grants, of ``GRANTS``.
    :param any_irule: whether iRules may compute what they name.
    """

    def __init__(
        self,
        partition: str,
        rules: Rules,
        *,
        write_common: bool = False,
        route_domain: int | None = None,
        granted: t.Iterable[str] = (),
        any_irule: bool = False,
    ):
        self.partition = partition
        self._rules = rules
        self.route_domain = route_domain
        self.granted = frozenset(granted)
        self._any_irule = any_irule
        self._readable = partition, COMMON
        self._writable = self._readable if write_common else (partition,)

    @property
    def territory(self) -> str:
        """The territory in words."""
        if COMMON in self._writable:
            return f'/{self.partition} and /{COMMON}'
        return f'/{self.partition} and, read-only, /{COMMON}'

    # Paths.

    def may_read(self, path: str) -> bool:
        """Return whether a full path lies where the tenant may read."""
        return self._lies_in(path, self._readable)

    def may_write(self, path: str) -> bool:
        """Return whether a full path lies where the tenant may write."""
        return self._lies_in(path, self._writable)

    def _lies_in(self, path: str, partitions: tuple[str, ...]) -> bool:
        first, *parts = str(path).split('/')
        return (
            first == ''
            and len(parts) > 1
            and parts[0] in partitions
            and all(map(is_part, parts))
        )

    def judge_reference(self, path: str, key: str = '') -> None:
        """Refuse a path to an object of others."""
        if not self.may_read(path):
            raise Refused(
                f'{path!r} lies outside of {self.territory}, which '
                f'is all that may be used here.',
                key,
            )
        self._judge_domains(path, key)

    def judge_place(self, path: str, key: str = '') -> None:
        """Refuse a path at which the tenant must not create objects."""
        if not self.may_write(path):
            reason = f'{path!r} lies outside of {self._territory_to_write()}'
            raise Refused(
                f'{reason}, where alone objects may be made and changed here.',
                key,
            )
        self._judge_domains(path, key)

    def _territory_to_write(self) -> str:
        return ' and '.join('/' + one for one in self._writable)

    def _judge_domains(self, text: str, key: str) -> None:
        """Refuse an address in a route domain of others."""
        if '%' not in text:
            return
        found = _DOMAIN.findall(text)
        allowed = 0 if self.route_domain is None else self.route_domain
        if len(found) != text.count('%') or any(
            int(number) != allowed for number, _ in found
        ):
            raise Refused(
                f'{text!r} names another route domain than the '
                + (
                    'default one'
                    if self.route_domain is None
                    else f'own one, %{self.route_domain}'
                )
                + ', which alone may be used here.',
                key,
            )


def is_part(part: str) -> bool:
    return _PART.fullmatch(part) is not None and bool(part.strip('.'))
