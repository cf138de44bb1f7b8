# SPDX-License-Identifier: Apache-2.0

"""What no list of a template may have: an item twice, or one of no form."""

from f5_heat.engine import schema


class Items:
    """The items of all lists of a resource, at any depth."""

    def refusals(self, case):
        for name, prop in case.schemas.items():
            if case.gives(name) and case.knows(name):
                for problem in problems(
                    prop, name, case.value(name), schema.Place(case.folder)
                ):
                    yield name, problem

    def claims(self, case):
        return ()


def problems(prop, label, value, place):
    """Yield a sentence for each item that is wrong in a value.

    :param label: where the value stands: ``members[0].monitors``.
    """
    if isinstance(value, list) and hasattr(prop, 'key'):
        yield from _of_items(prop, label, value, place)
    for key, child, part in prop.parts(value) or ():
        below = '%s[%d]' if isinstance(key, int) else '%s.%s'
        if part is not None:
            yield from problems(child, below % (label, key), part, place)


def _of_items(prop, label, value, place):
    first = {}
    for number, item in enumerate(value):
        if item is None:
            continue
        misfit = prop.misfit(item)
        if misfit:
            yield '%s[%d]: %s' % (label, number, misfit)
            continue
        key = prop.key(item, place)
        if key in first:
            yield '%s[%d] and %s[%d] are the same%s.' % (
                label,
                first[key],
                label,
                number,
                ', %s' % key if isinstance(key, str) else '',
            )
        first.setdefault(key, number)
