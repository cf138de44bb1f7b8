# SPDX-License-Identifier: Apache-2.0

"""Objects as the JSON of iControl REST."""

from __future__ import annotations

import typing as t

from f5_heat.simulator.documents import queries
from f5_heat.simulator.schema import kind
from f5_heat.simulator.schema import parser
from f5_heat.simulator.schema import paths
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import master_key
from f5_heat.simulator.state import store
from f5_heat.simulator.state import targets

# The host in a link is never the one that was asked.
ROOT = 'https://localhost/mgmt/tm/'
Json = dict[str, t.Any]


def link(where: str, version: str, echo: str = '') -> str:
    return '{}{}?{}ver={}'.format(ROOT, where, echo, version)


def item_json(
    device: bigip.Device,
    item: store.Item,
    query: queries.Query,
    inside: bool = False,
    bare: bool = False,
) -> Json:
    """Render one object.

    ``inside`` a collection its link has only ``ver``. ``bare``: it was asked
    for without its partition, and is echoed so.
    """
    shape = item.shape
    behaviour = device.behaviour(shape)
    version = query.version
    uri = item.uri
    identity = behaviour.identity(item)
    if bare:
        uri = '{}/{}'.format(item.where, paths.segment(item.place.name))
        identity = {'name': item.place.name, 'fullPath': item.place.name}
    rendered: Json = {'kind': shape.item_kind}
    if not shape.singleton:
        rendered.update(identity)
        rendered['generation'] = 0 if shape.is_monitor else item.generation
    rendered['selfLink'] = link(uri, version, '' if inside else query.echo)
    values = device.resolved(item)
    behaviour.add_derived(device, item, values)
    for key in shape.order:
        value = values.get(key)
        if value is not None:
            _add(device, rendered, key, shape.fields[key], value, version)
    if shape.is_monitor:
        # Recorded on 14.1.2.1: a monitor names its parent without a link.
        rendered.pop('defaultsFromReference', None)
    for key in values:
        if key not in shape.fields and values[key] is not None:
            rendered[key] = values[key]
    if shape.named_after:
        found = _link_to(device, shape.named_after, item.path, version)
        if found:
            rendered['nameReference'] = found
    for key in sorted(shape.children):
        reference: Json = {
            'link': link('{}/{}'.format(uri, key), version),
            'isSubcollection': True,
        }
        if query.expand:
            items = [
                item_json(device, child, query.plain, inside=True)
                for child in device.store.items(item.uri + '/' + key)
            ]
            if items or device.lists_nothing:
                reference['items'] = items
        rendered[shapes.json_name(key) + 'Reference'] = reference
    return query.selected(rendered)


def ghost_json(
    shape: shapes.Shape, uri: str, place: paths.Place, query: queries.Query
) -> Json:
    """Render a missing object, as some versions do."""
    return {
        'kind': shape.item_kind,
        'name': place.name,
        'partition': place.partition,
        'fullPath': place.path,
        'selfLink': link(uri, query.version, query.echo),
    }


def _add(
    device: bigip.Device,
    rendered: Json,
    key: str,
    field: kind.Field,
    value: t.Any,
    version: str,
) -> None:
    if field.hidden:
        return
    if field.secret:
        value = master_key.encrypted(value)
    elif field.type == 'monitor':
        value = monitor_text(device, value)
    elif field.type == 'object':
        value = _nested(device, field, value, version)
    elif field.type == 'list' and field.fields:
        value = [_nested(device, field, entry, version) for entry in value]
    if value == [] and field.default is None:
        return
    rendered[key] = value
    if field.type == 'reference':
        found = _link_to(device, field.refers, value, version)
        if found:
            rendered[key + 'Reference'] = found
    elif field.type == 'references' and device.links:
        links = [_link_to(device, field.refers, one, version) for one in value]
        if links and all(links):
            rendered[key + 'Reference'] = links


def _nested(
    device: bigip.Device, field: kind.Field, value: Json, version: str
) -> Json:
    rendered: Json = {}
    for key, below in field.fields.items():
        part = value.get(key)
        if key == 'name':
            rendered[key] = part
        elif part is not None:
            _add(device, rendered, key, below, part, version)
    if 'name' in value and 'name' in field.fields:
        found = _link_to(
            device,
            field.fields['name'].refers,
            parser.entry_path(value),
            version,
        )
        if found:
            rendered['nameReference'] = found
    return rendered


def _link_to(
    device: bigip.Device, refers: tuple[str, ...], value: str, version: str
) -> Json | None:
    # Plain references came with 12.0; 11.6.0 recordings have none.
    if not device.links or not refers or value == 'none':
        return None
    shape = device.kind_of(refers, value)
    if shape is None:
        return None
    return {
        'link': link(
            '{}/{}'.format(shape.collection, paths.segment(value)), version
        )
    }


def monitor_text(device: bigip.Device, text: str) -> str:
    # Recorded with a trailing blank up to 14.1.0 and without it on
    # 14.1.2.1; the ``min N of`` form was recorded without it only.
    if device.tmos <= (14, 1, 0) and text.startswith('/'):
        return text + ' '
    return text


def collection_json(
    device: bigip.Device,
    shape: shapes.Shape,
    where: str,
    items: list[store.Item],
    query: queries.Query,
) -> Json:
    """Render a collection: filtered, paged, selected."""
    rendered: Json = {
        'kind': shape.collection_kind,
        'selfLink': link(where, query.version, query.echo),
    }
    if query.filters:
        whole = query.plain
        items = [
            item
            for item in items
            if query.matches(item_json(device, item, whole, inside=True))
        ]
    if query.top is not None:
        rendered.update(_page(where, len(items), query))
        items = items[query.skip : query.skip + query.top]
    elif query.skip:
        items = items[query.skip :]
    found = [item_json(device, item, query, inside=True) for item in items]
    if found or device.lists_nothing:
        rendered['items'] = found
    return rendered


def _page(where: str, total: int, query: queries.Query) -> Json:
    # Of these only ``nextLink`` is recorded.
    top = query.top or 1
    page: Json = {
        'currentItemCount': max(0, min(top, total - query.skip)),
        'itemsPerPage': query.top,
        'pageIndex': query.skip // top + 1,
        'startIndex': query.skip + 1,
        'totalItems': total,
        'totalPages': -(-total // top),
    }
    form = '{}{}?%24top={}&%24skip={}&ver={}'
    if query.skip + top < total:
        page['nextLink'] = form.format(
            ROOT, where, query.top, query.skip + top, query.version
        )
    if query.skip:
        page['previousLink'] = form.format(
            ROOT, where, query.top, max(0, query.skip - top), query.version
        )
    return page


def example_json(shape: shapes.Shape, query: queries.Query) -> Json:
    """Render the example of a collection: all keys with their defaults.

    Unverified: only that the keys are there is known.
    """
    item: Json = {'name': ''}
    if not shape.plain:
        item['partition'] = ''
    for key in shape.order:
        if not shape.fields[key].hidden:
            item[key] = shape.defaults.get(key, '')
    return {
        'kind': shape.collection_kind,
        'selfLink': link(shape.collection + '/example', query.version),
        'items': [item],
    }


def organizing_json(
    where: str, below: list[str], query: queries.Query
) -> Json:
    """Render an organizing collection, which only lists others."""
    kind = 'tm:{}:{}collectionstate'.format(
        where.replace('/', ':'), where.rpartition('/')[2]
    )
    return {
        'kind': kind,
        'selfLink': link(where, query.version, query.echo),
        'items': [
            {'reference': {'link': link(one, query.version)}} for one in below
        ],
    }


def stats_json(
    kind: str, where: str, entries: Json, query: queries.Query
) -> Json:
    page: Json = {
        'kind': kind,
        'selfLink': link(where, query.version, query.echo),
    }
    # Recorded on 14.1.2.1: an empty page has no entries.
    if entries:
        page['entries'] = entries
    return page


def read(
    device: bigip.Device, target: targets.Target, query: queries.Query
) -> Json:
    """Return the answer to a GET of an object or a collection."""
    device.check_provisioned(target.shape)
    if target.path is None:
        device.parent_at(target)
        return collection_json(
            device,
            target.shape,
            target.where,
            device.store.items(target.where),
            query,
        )
    if _is_ghost(device, target):
        return ghost_json(
            target.shape,
            '{}/{}'.format(target.where, paths.segment(target.path)),
            paths.place(target.path),
            query,
        )
    return item_json(device, device.item(target), query, bare=target.bare)


def _is_ghost(device: bigip.Device, target: targets.Target) -> bool:
    """Return whether a GET of a missing object succeeds.

    11.x answers a GET of a missing pool member with 200 and no address;
    11.6.0 does so for the profiles of a virtual server too.
    """
    ghosts = {
        'ltm/pool/members': (12,),
        'ltm/virtual/profiles': (11, 6, 1),
    }
    until = ghosts.get(target.shape.collection)
    return (
        until is not None
        and device.tmos < until
        and device.parent_at(target) is not None
        and device.store.get(target.where, target.path or '') is None
    )
