"""The same objects out of the same XML into the same tables, by Python's expat and sqlite3: what the index is measured against.

index-by-python.py DATABASE DOCUMENTS: the database has the tables of a case and one item; one document a line. Prints seconds of
processor time. It takes what it reads on trust: no bounds, no prefixes, no classes of older schemas, one transformation.
"""

import json
import sqlite3
import sys
import time
from datetime import datetime, timezone
from xml.parsers import expat

EPOCH = datetime(1601, 1, 1, tzinfo=timezone.utc)
MINUTE, BREAK = 600_000_000, 50_000_000
BATCH = 2_000

db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA temp_store = MEMORY')
(item,) = db.execute('SELECT key FROM item').fetchone()
keys: dict[tuple[str, str], int] = {}
seen: dict[tuple[str, str], dict] = {}
frames: list[tuple] = []
entries: list[tuple] = []


def write():
    db.execute('BEGIN IMMEDIATE')
    db.executemany(
        'INSERT INTO metadata_frame (item, time, track, sample, source, objects) VALUES (?, ?, ?, ?, ?, ?)', frames
    )
    db.executemany(
        'INSERT INTO search_entry (item, first, last, frames, likelihood, track, sample, object, idle, class, topic,'
        ' source, plate, text, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, NULL, ?, ?, NULL, NULL)',
        [row[:8] + tuple(map(key_of, ('class', 'source', 'plate'), row[8:])) for row in entries],
    )
    db.execute('COMMIT')
    frames.clear()
    entries.clear()


def key_of(field, values):
    if not values:
        return None
    value = json.dumps(values, separators=(',', ':'), ensure_ascii=False)
    key = keys.get((field, value))
    if key is None:
        key = keys[field, value] = len(keys) + 1
        db.execute('INSERT INTO search_value (key, item, field, value) VALUES (?, ?, ?, ?)', (key, item, field, value))
        folded = '\n'.join(fold(field, one.lower()) for one in values)
        db.execute('INSERT INTO search_text (rowid, folded) VALUES (?, ?)', (key, folded))
    return key


def fold(field, text):
    joined = ''.join(filter(str.isalnum, text))
    return text if field != 'plate' or joined == text else f'{text}\n{joined}'


def end_sighting(one):
    entries.append(
        (item, one['first'], one['last'], one['frames'], one['likelihood'], 2, one['sample'], one['id'])
        + (one['classes'], one['sources'], one['plates'])
    )


def see(frame, thing):
    name = (frame['source'], thing['id'])
    at = frame['time']
    kinds = [kind for kind, _ in thing['classes'][:1]]
    plates = [thing['plate']] if 'plate' in thing else []
    likelihood = thing['classes'][0][1] if thing['classes'] else None
    one = seen.get(name)
    if one and one['minute'] == at // MINUTE and at - one['last'] <= BREAK:
        one['last'] = at
        one['frames'] += 1
        one['classes'] += [kind for kind in kinds if kind not in one['classes']]
        one['plates'] += [plate for plate in plates if plate not in one['plates']]
        if likelihood is not None and (one['likelihood'] is None or likelihood > one['likelihood']):
            one['likelihood'] = likelihood
        return
    if one:
        end_sighting(one)
    seen[name] = {
        'first': at, 'last': at, 'frames': 1, 'minute': at // MINUTE, 'likelihood': likelihood, 'id': thing['id'],
        'sample': frame['sample'], 'classes': kinds, 'plates': plates, 'sources': [frame['source']],
    }  # fmt: skip


def read(document, sample):
    frame, thing, text = {}, {}, []

    def start(name, attributes):
        local = name.rpartition(':')[2]
        text.clear()
        if local == 'Frame':
            at = datetime.fromisoformat(attributes['UtcTime'].replace('Z', '+00:00')) - EPOCH
            ticks = (at.days * 86_400 + at.seconds) * 10_000_000 + at.microseconds * 10
            frame.update(time=ticks, source=attributes['Source'], sample=sample, objects=[])
        elif local == 'Object':
            thing.clear()
            thing.update(id=attributes['ObjectId'], classes=[])
        elif local == 'BoundingBox':
            thing['box'] = [float(attributes[side]) for side in ('left', 'top', 'right', 'bottom')]
        elif local == 'CenterOfGravity':
            thing['centre'] = [float(attributes['x']), float(attributes['y'])]
        elif local == 'Type':
            thing['classes'].append(['', float(attributes['Likelihood'])])

    def end(name):
        local = name.rpartition(':')[2]
        if local == 'Type':
            thing['classes'][-1][0] = ''.join(text)
        elif local == 'PlateNumber':
            thing['plate'] = ''.join(text)
        elif local == 'Object':
            frame['objects'].append({key: value for key, value in thing.items() if value})
            see(frame, thing)
        elif local == 'Frame':
            objects = json.dumps(frame['objects'], separators=(',', ':'), ensure_ascii=False)
            frames.append((item, frame['time'], 2, sample, frame['source'], objects))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.Parse(document, True)


begun = time.process_time()
with open(sys.argv[2], 'rb') as lines:
    for number, line in enumerate(lines):
        read(line, number)
        if len(frames) == BATCH:
            write()
for one in seen.values():
    end_sighting(one)
write()
print(time.process_time() - begun)
