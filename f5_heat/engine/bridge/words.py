# SPDX-License-Identifier: Apache-2.0

"""The words by which a type says what is odd about it, and their check."""

from f5_heat.tenancy import territory

#: The options of heat.conf that allow isolated projects a type.
OPTIONS = frozenset(
    (*territory.GRANTED_BY, 'allow_clusters', 'template_devices')
)

#: What a class says as a tuple of names; a lone text would be its letters.
LISTS = (
    'aliases',
    'always',
    'cleared_first',
    'create_only',
    'exclusive',
    'free_text',
    'further_collections',
    'locators',
    'parts',
    'subcollections',
)


def check(kind):
    """Refuse a class whose words make no sense.

    :raises TypeError: with the name of the class.
    """
    if not (kind.tenants in (None, True, False) or kind.tenants in OPTIONS):
        raise TypeError(
            '%s: tenants is True, False or one of %s, not %r.'
            % (kind.__name__, ', '.join(sorted(OPTIONS)), kind.tenants)
        )
    for word in LISTS:
        value = getattr(kind, word)
        if not isinstance(value, tuple) or not all(
            isinstance(one, str) for one in value
        ):
            raise TypeError(
                '%s: %s is a tuple of names, not %r.'
                % (kind.__name__, word, value)
            )
    if not all(hasattr(rule, 'refusals') for rule in kind.rules):
        raise TypeError(
            '%s: rules are rules, not %r.' % (kind.__name__, kind.rules)
        )
