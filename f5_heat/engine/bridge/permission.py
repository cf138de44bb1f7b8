# SPDX-License-Identifier: Apache-2.0

"""The permission for a type, whatever name an environment gives it."""

from heat.common import policy


def ask(resource):
    """Ask for our own type where the template does not name it.

    Heat asks its policies for the types that a template names, and an
    author's environment may give a type another name.
    """
    name = resource.stack.env.get_resource_info(
        resource.type(), resource.name
    ).name
    if name != resource.type():
        policy.ResourceEnforcer().enforce(
            resource.context, name, is_registered_policy=True
        )
