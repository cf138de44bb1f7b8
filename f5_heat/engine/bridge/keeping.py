# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that keeps several things in one transaction.

Its physical id and each key of its data are a transaction each in Heat's
database, in which Heat reads what it is about to write, and again after that.
"""

import contextlib

from heat.db import api as db_api
from heat.db import models
from heat.engine import resource


class Resource(resource.Resource):
    """A resource that can keep its physical id and its data at once."""

    _is_at_once = _has_new_id = False

    @contextlib.contextmanager
    def at_once(self):
        """Keep all of what is kept inside when that has come to its end.

        If it fails nothing is.
        """
        super().data()
        resource_id, data = self.resource_id, self._data or {}
        self._is_at_once, self._data = True, data
        try:
            yield
            self._keep_changes(data)
        except BaseException:
            self.resource_id, self._data = resource_id, data
            raise
        finally:
            self._is_at_once = self._has_new_id = False

    def resource_id_set(self, inst):
        if self._is_at_once:
            self.resource_id, self._has_new_id = inst, True
        else:
            super().resource_id_set(inst)

    def data_set(self, key, value, redact=False):
        if self._is_at_once and not redact:
            self._data = {**self._data, key: value}
        else:
            super().data_set(key, value, redact)

    def data_delete(self, key):
        if not self._is_at_once:
            return super().data_delete(key)
        kept, self._data = (
            self._data,
            {name: value for name, value in self._data.items() if name != key},
        )
        return key in kept

    def _keep_changes(self, before):
        after = self._data
        changed = {
            key: value
            for key, value in after.items()
            if key not in before or before[key] != value
        }
        with db_api.context_manager.writer.using(self.context) as session:
            if self._has_new_id:
                session.query(models.Resource).filter_by(id=self.id).update(
                    {'physical_resource_id': self.resource_id},
                    synchronize_session=False,
                )
            for key in before.keys() - after.keys():
                super().data_delete(key)
            for key in changed.keys() & before.keys():
                super().data_set(key, changed[key])
            rows = [
                {
                    'resource_id': self.id,
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
        # It need not be read again.
        self._data = after
