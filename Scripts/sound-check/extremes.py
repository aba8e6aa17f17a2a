"""Files that are no ordinary music: time, memory, and the right sound or one clear sentence."""
import os

import mido
import numpy

from programs import Run, decode, succeed

# The samples of a soundfont may take most of it; the length of a piece is not to matter.
MOST_MEGABYTES = 120
MOST_SECONDS = 10
HOUR = 3600 * 960  # in ticks: 480 a quarter, 120 quarters a minute


def check(render, corpus, seed, folder, table):
    table.section(
        "extremes", "exit code", "run s", "MB", "sound s", "cut", "last sample", "rest dBFS")
    check_hanging(render, folder, table)
    check_refusals(render, folder, table)
    check_ten_hours(render, folder, table)


def write(folder, name, events, end=0):
    """Writes a file of (tick, name, fields)."""
    midi = mido.MidiFile(type=0, ticks_per_beat=480)
    track = mido.MidiTrack()
    midi.tracks.append(track)
    tick = 0
    for at, kind, fields in events:
        track.append(mido.Message(kind, time=at - tick, **fields))
        tick = at
    # A delta time has 28 bits.
    track.append(mido.MetaMessage("end_of_track", time=max(0, end - tick)))
    path = os.path.join(folder, f"{name}.mid")
    midi.save(path)
    return path


def struck(tick, note):
    return tick, "note_on", {"note": note, "velocity": 80}


def released(tick, note):
    return tick, "note_off", {"note": note}


def check_hanging(render, folder, table):
    """Notes that nothing ends sound until the end of the piece, and at most 30 s; then they are
    let go and die away in at most 30 s more."""
    pedal = {"control": 64, "value": 127}
    chord = [struck(0, 36), struck(0, 60), struck(0, 67)]
    organ = [(0, "program_change", {"program": 19})]
    cases = [
        ("notes that hang", chord, 3 * 960, 3, render.soundfont),
        ("notes that hang in a pedal", [(0, "control_change", pedal), *chord], 3 * 960, 3,
         render.soundfont),
        ("notes that hang for ten hours", chord, 10 * HOUR, 30, render.soundfont),
    ]
    general = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
    if os.path.exists(general):
        cases.append(("an organ that hangs for ten hours", organ + chord, 10 * HOUR, 30, general))
    for name, events, end, least, soundfont in cases:
        midi = write(folder, name, events, end)
        wav = os.path.join(folder, "extreme.wav")
        run = Run([render.path, "audio", midi, "--out", wav, "--soundfont", soundfont,
                   "--gain", "-6", "--bit-depth", "float", "--json", "--quiet"])
        if run.code != 0:
            table.row(name, [run.code], {run.errors: True})
            continue
        samples = decode(wav, "float")
        sound = run.report["sound"]
        steps = numpy.abs(numpy.diff(samples[-2048:], axis=0)).max()
        table.row(
            name,
            [run.code, run.seconds, run.megabytes, sound["seconds"],
             "yes" if sound["tailWasCut"] else "no", f"{numpy.abs(samples[-1]).max():.1e}", ""],
            {"slow": run.seconds > MOST_SECONDS, "much memory": run.megabytes > MOST_MEGABYTES,
             "too long": sound["seconds"] > least + 31, "too short": sound["seconds"] < least,
             "ends in a click": bool(samples[-1].any()) or steps > 1e-2})


def check_refusals(render, folder, table):
    cases = [
        ("no notes", write(folder, "no notes", [(0, "program_change", {"program": 3})], 960)),
        ("no events", write(folder, "no events", [])),
        ("thirteen hours", write(folder, "thirteen hours", [
            struck(0, 60), released(480, 60),
            (13 * HOUR, "control_change", {"control": 7, "value": 100})])),
    ]
    # A header and no track.
    path = os.path.join(folder, "no track.mid")
    with open(path, "wb") as file:
        file.write(b"MThd\0\0\0\6\0\1\0\0\1\xe0")
    cases.append(("no track", path))
    for name, midi in cases:
        wav = os.path.join(folder, "refused.wav")
        run = Run(render.audio_command(midi, wav))
        table.row(name, [run.code, run.seconds, run.megabytes], {
            "not 65": run.code != 65, "slow": run.seconds > MOST_SECONDS,
            "no single line": run.errors.count("\n") > 0 or not run.errors.startswith("render: "),
            "a file is left": os.path.exists(wav)})
        table.note(run.errors.replace(folder, "..."))


def check_ten_hours(render, folder, table):
    """A note an hour, as floating-point WAV beyond 4 GiB."""
    events = []
    for hour in range(11):
        events += [struck(hour * HOUR, 60 + hour), released(hour * HOUR + 960, 60 + hour)]
    midi = write(folder, "ten hours", events)
    wav = os.path.join(folder, "ten hours.wav")
    run = Run(render.audio_command(
        midi, wav, "--sample-rate", "22050", "--bit-depth", "float", "--reverb", "off", "--json",
        "--quiet"))
    if run.code != 0:
        table.row("ten hours", [run.code], {run.errors: True})
        return
    sound = run.report["sound"]
    seconds = float(succeed(
        ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", wav]))
    with open(wav, "rb") as file:
        kind = file.read(4).decode()
    rest, places = [], []
    for hour in range(11):
        samples = excerpt(wav, hour * 3600 - 1 if hour else 0, 3)
        heard = numpy.abs(samples).max(axis=1) > 1e-4
        places.append(int(numpy.argmax(heard)) / 22050 - (1 if hour else 0) if heard.any() else -9)
        if hour:
            rest.append(float(numpy.abs(samples[:22050 - 64]).max()))
    table.row(
        "ten hours, a note an hour",
        [run.code, run.seconds, run.megabytes, sound["seconds"],
         "yes" if sound["tailWasCut"] else "no", f"{numpy.abs(samples[-1]).max():.1e}",
         f"{20 * numpy.log10(max(max(rest), 1e-12)):.0f}"],
        {"slow": run.seconds > 300, "much memory": run.megabytes > MOST_MEGABYTES,
         "not RF64": kind != "RF64", "another length": not 36001 < seconds < 36031,
         "a note is elsewhere": max(map(abs, places)) > 0.01,
         "no silence between notes": max(rest) > 1e-4})
    first, last = 1000 * min(places), 1000 * max(places)
    table.note(f"{kind}, {os.path.getsize(wav) / 1e9:.2f} GB, {seconds:.2f} s by ffprobe; the "
               f"notes are heard {first:.1f} to {last:.1f} ms after the hour")
    os.remove(wav)


def excerpt(path, start, seconds):
    raw = succeed(["ffmpeg", "-v", "error", "-ss", str(start), "-t", str(seconds), "-i", path,
                   "-f", "f32le", "-c:a", "pcm_f32le", "-"])
    return numpy.frombuffer(raw, "<f4").reshape(-1, 2)
