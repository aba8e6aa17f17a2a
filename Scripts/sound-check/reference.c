/* Plays a list of FluidSynth calls on the grid of 64 frames, and writes the sound to standard
   output as raw floats, left and right interleaved.

       reference SOUNDFONT RATE FRAMES < calls

   A line of the list is `block name channel a b`, in ascending order of blocks; a call that takes
   less leaves its last numbers unread. No reverb, no chorus. The settings are those of
   Sources/RenderAudio/Synthesis/Synthesizer.swift. */
#include <fluidsynth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 };

static void fail(const char *what)
{
    fprintf(stderr, "reference: %s\n", what);
    exit(1);
}

static void set_number(fluid_settings_t *settings, const char *name, double value)
{
    if (fluid_settings_setnum(settings, name, value) != FLUID_OK) fail(name);
}

static void set_integer(fluid_settings_t *settings, const char *name, int value)
{
    if (fluid_settings_setint(settings, name, value) != FLUID_OK) fail(name);
}

static void call(fluid_synth_t *synth, const char *name, int channel, int a, int b)
{
    if (!strcmp(name, "note_on")) fluid_synth_noteon(synth, channel, a, b);
    else if (!strcmp(name, "note_off")) fluid_synth_noteoff(synth, channel, a);
    else if (!strcmp(name, "control_change")) fluid_synth_cc(synth, channel, a, b);
    else if (!strcmp(name, "program_change")) fluid_synth_program_change(synth, channel, a);
    else if (!strcmp(name, "pitchwheel")) fluid_synth_pitch_bend(synth, channel, a);
    else if (!strcmp(name, "aftertouch")) fluid_synth_channel_pressure(synth, channel, a);
    else if (!strcmp(name, "polytouch")) fluid_synth_key_pressure(synth, channel, a, b);
    else fail(name);
}

int main(int count, char **arguments)
{
    if (count != 4) fail("SOUNDFONT RATE FRAMES are needed");
    fluid_settings_t *settings = new_fluid_settings();
    set_number(settings, "synth.sample-rate", atof(arguments[2]));
    set_number(settings, "synth.gain", 1);
    set_number(settings, "synth.overflow.percussion", 4000);
    set_number(settings, "synth.overflow.sustained", -1000);
    set_number(settings, "synth.overflow.released", -2000);
    set_number(settings, "synth.overflow.age", 1000);
    set_number(settings, "synth.overflow.volume", 500);
    set_integer(settings, "synth.polyphony", 512);
    set_integer(settings, "synth.reverb.active", 0);
    set_integer(settings, "synth.chorus.active", 0);
    set_integer(settings, "synth.min-note-length", 10);
    set_integer(settings, "synth.dynamic-sample-loading", 1);
    if (fluid_settings_setstr(settings, "synth.midi-bank-select", "gs") != FLUID_OK) fail("gs");
    fluid_synth_t *synth = new_fluid_synth(settings);
    if (!synth) fail("the synthesizer does not start");
    if (fluid_synth_set_interp_method(synth, -1, FLUID_INTERP_4THORDER) != FLUID_OK) fail("order");
    if (fluid_synth_sfload(synth, arguments[1], 1) == FLUID_FAILED) fail("no such soundfont");

    long frames = atol(arguments[3]), next = 0;
    int channel = 0, a = 0, b = 0;
    char name[32];
    int waits = scanf("%ld %31s %d %d %d", &next, name, &channel, &a, &b) == 5;
    for (long block = 0; block * BLOCK < frames; block++) {
        while (waits && next <= block) {
            call(synth, name, channel, a, b);
            waits = scanf("%ld %31s %d %d %d", &next, name, &channel, &a, &b) == 5;
        }
        float samples[2 * BLOCK];
        if (fluid_synth_write_float(synth, BLOCK, samples, 0, 2, samples, 1, 2) != FLUID_OK)
            fail("its mixer failed");
        if (fwrite(samples, sizeof samples, 1, stdout) != 1) fail("cannot write");
    }
    delete_fluid_synth(synth);
    delete_fluid_settings(settings);
    return 0;
}
