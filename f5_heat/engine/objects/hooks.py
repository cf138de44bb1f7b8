# SPDX-License-Identifier: Apache-2.0

"""The calls of a type's traits, in the order in which the type lists them."""

import functools


def tell(resource, hook, *arguments):
    """Call a hook of each trait."""
    for trait in resource.traits:
        getattr(trait, hook)(resource, *arguments)


def passed(resource, hook, value, *arguments):
    """Return what the traits make of a value, one after the other."""
    for trait in resource.traits:
        value = getattr(trait, hook)(resource, value, *arguments)
    return value


def around(resource, hook, innermost):
    """Return a function that does something within the traits' hooks.

    Each of them is given the rest, which it calls: the first one is outermost.
    """
    for trait in reversed(resource.traits):
        innermost = functools.partial(
            getattr(trait, hook), resource, innermost
        )
    return innermost


def handler(resource, hook):
    """Return what Heat is to call for an action, or None.

    Heat sleeps for a second after each call, also of what does nothing.
    """
    for trait in resource.traits:
        if getattr(trait, hook) is not None:
            return functools.partial(getattr(trait, hook), resource)
    return None


def check(kind):
    """Refuse a class whose traits contradict one another, or do not fit it.

    :raises TypeError: with the name of the class.
    """
    for place, trait in enumerate(kind.traits):
        if isinstance(trait, type):
            raise TypeError(
                '%s: traits are objects, and %s is a class.'
                % (kind.__name__, trait.__name__)
            )
        for other in kind.traits[:place]:
            if isinstance(trait, type(other)) or isinstance(
                other, type(trait)
            ):
                raise TypeError(
                    '%s: the trait %s is listed twice.'
                    % (kind.__name__, type(trait).__name__)
                )
        trait.check(kind)
