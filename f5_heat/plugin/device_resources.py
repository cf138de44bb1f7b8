# SPDX-License-Identifier: Apache-2.0

"""The connections of F5::BigIP::Device resources in Heat's database."""

import json
import types

from heat.common import context as heat_context
from heat.common import crypt
from heat.common import exception
from heat.db import api as db_api
from heat.db import models
from heat.objects import resource as resource_object
from heat.objects import resource_data as resource_data_object

from f5_heat import config

#: The key of a Device resource's data that holds its connection.
CONNECTION = 'connection'


def own_connection(context, reference):
    """Return the connection of a Device resource of the caller's project.

    Every action of every resource asks for it, so this query reads less than
    Heat's own look-up. None leaves it to that.
    """
    data, resource, stack = (
        models.ResourceData,
        models.Resource,
        models.Stack,
    )
    with db_api.context_manager.reader.using(context) as session:
        found = (
            session.query(data.decrypt_method, data.value)
            .join(resource, resource.id == data.resource_id)
            .join(stack, stack.id == resource.stack_id)
            .filter(
                resource.physical_resource_id == reference,
                stack.tenant == context.project_id,
                data.key == CONNECTION,
                data.redact,
            )
            .first()
        )
    try:
        return found and json.loads(crypt.decrypt(*found))
    except exception.InvalidEncryptionKey:
        return None


def connection(context, reference, is_own=None):
    """Return the connection in the data of a Device resource.

    :param is_own: returns whether a resource belongs to the project, if
        projects are isolated; None leaves that to Heat's query.

    The resource is found by its physical id in Heat's database, where
    a query sees the caller's project only: Heat's own look-up in the
    stack finds it neither on delete nor from a nested stack.
    """
    caller = context
    if is_own is not None:
        # Its project counts, not the caller's.
        caller = heat_context.get_admin_context()
    rows = resource_object.Resource.get_all_by_physical_resource_id(
        caller, reference
    )
    for row in rows:
        if is_own is not None and not is_own(row, caller):
            continue
        try:
            data = resource_data_object.ResourceData.get_all(
                types.SimpleNamespace(context=caller, id=row.id), row.data
            )
        except exception.NotFound:
            data = {}
        if CONNECTION in data:
            return json.loads(data[CONNECTION])
        properties = row.properties_data or {}
        if {'ip', 'username', 'password'} <= set(properties):
            return _legacy(properties)
    return None


def _legacy(stored):
    """Return the connection of a device that a legacy plugin made.

    It has nothing but the properties, all of them in clear.
    """
    return {
        'address': stored['ip'],
        'username': stored['username'],
        'password': stored['password'],
        'verify': config.verification(),
    }


def clusters(context, path):
    """Yield the devices of each cluster, of any project, by its group.

    :param path: the path of the device group.
    """
    data, resource = models.ResourceData, models.Resource
    with db_api.context_manager.reader.using(context) as session:
        found = (
            session.query(data.value)
            .join(resource, resource.id == data.resource_id)
            .filter(
                resource.physical_resource_id == path,
                data.key == 'members',
            )
            .all()
        )
    for (members,) in found:
        yield json.loads(members)
