# SPDX-License-Identifier: Apache-2.0

"""The physical id and the data of a resource, in one transaction."""

import contextlib

from heat.common import exception
from heat.db import api as db_api
from heat.db import models

#: The key of a resource's data that says on which device it is. Whatever
#: this package made has it, from before the first request on.
DEVICE = 'device'


def store(resource, columns, before, after):
    """Store columns of a resource, and its data.

    :param before: the data as it is stored.
    :param after: the data as it is to be.
    """
    changed = {
        key: value
        for key, value in after.items()
        if key not in before or before[key] != value
    }
    with db_api.context_manager.writer.using(resource.context) as session:
        if columns:
            session.query(models.Resource).filter_by(id=resource.id).update(
                columns, synchronize_session=False
            )
        for key in before.keys() - after.keys():
            with contextlib.suppress(exception.NotFound):
                db_api.resource_data_delete(resource.context, resource.id, key)
        for key in changed.keys() & before.keys():
            db_api.resource_data_set(
                resource.context, resource.id, key, changed[key]
            )
        rows = [
            {
                'resource_id': resource.id,
                'key': key,
                'value': value,
                'redact': False,
                'decrypt_method': '',
            }
            for key, value in changed.items()
            if key not in before
        ]
        if rows:
            session.execute(models.ResourceData.__table__.insert(), rows)
