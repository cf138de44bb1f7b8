# SPDX-License-Identifier: Apache-2.0

"""The words by which a type says what is odd about it."""

from f5_heat.icontrol import paths
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
    'further_collections',
    'locators',
    'parts',
    'subcollections',
)


class Words:
    """What a type says of itself; a contradiction is refused at once.

    Keys of nested objects have dots: ``fqdn.tmName``.
    """

    #: The other names of the type; Heat does not list them.
    aliases = ()

    #: Whether isolated projects may have the type: True, False, or the name
    #: of the option by which an operator allows it. Each type says it.
    tenants = None

    #: Whether it is an object in a partition.
    is_in_partition = False

    #: The properties that say, with the name, where the object lies.
    locators = ('partition',)

    #: The properties that two objects on a device cannot have alike.
    exclusive = ()

    #: The collections that the type writes beside its own.
    further_collections = ()

    #: The sub-collections that are written item by item.
    parts = ()

    #: The keys that every PATCH has to carry, with the value that they have.
    always = ()

    #: The keys that no PATCH may carry.
    create_only = ()

    #: The sub-collections that some versions do not take empty: their items
    #: are deleted one by one instead.
    subcollections = ()

    #: The lists without which alone the device deletes the object.
    cleared_first = ()

    #: Whether the device creates no such object within a transaction.
    no_transaction = False

    @staticmethod
    def identify(path):
        """Return the keys of a POST that say where the new object lies."""
        partition, folder, name = paths.split(path)
        return {
            'name': name,
            'partition': partition,
            **({'subPath': folder} if folder else {}),
        }

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not (cls.tenants in (None, True, False) or cls.tenants in OPTIONS):
            raise TypeError(
                '%s: tenants is True, False or one of %s, not %r.'
                % (cls.__name__, ', '.join(sorted(OPTIONS)), cls.tenants)
            )
        for word in LISTS:
            value = getattr(cls, word)
            if not isinstance(value, tuple) or not all(
                isinstance(one, str) for one in value
            ):
                raise TypeError(
                    '%s: %s is a tuple of names, not %r.'
                    % (cls.__name__, word, value)
                )
