// A substitute for ALSA's library that records the calls which it gets, for machines without sound devices and without a
// sequencer. The name of the device or port is the path of the record; "none" is not there, and a name that
// begins with "underrun:" has two underruns.
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct device {
  FILE *record;
  int underruns, writes;
};

static void begin(struct device *device, const char *name) {
  if (!strncmp(name, "underrun:", 9)) {
    device->underruns = 2;
    name += 9;
  }
  device->record = fopen(name, "w");
  setvbuf(device->record, NULL, _IOLBF, 0);
}

// A line of the record, after the time in nanoseconds.
static void note(struct device *device, const char *format, ...) {
  if (!device->record) return;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  fprintf(device->record, "%lld ", now.tv_sec * 1000000000LL + now.tv_nsec);
  va_list values;
  va_start(values, format);
  vfprintf(device->record, format, values);
  va_end(values);
  fputc('\n', device->record);
}

static int end(struct device *device) {
  note(device, "close");
  if (device->record) fclose(device->record);
  free(device);
  return 0;
}

const char *snd_strerror(int code) { return strerror(-code); }
int snd_lib_error_set_handler(void *handler) { (void)handler; return 0; }

int snd_pcm_open(struct device **pcm, const char *name, int stream, int mode) {
  if (!strcmp(name, "none")) return -ENOENT;
  *pcm = calloc(1, sizeof **pcm);
  begin(*pcm, name);
  note(*pcm, "open %d %d", stream, mode);
  return 0;
}

int snd_pcm_set_params(struct device *pcm, int format, int access, unsigned channels, unsigned rate,
                       int resample, unsigned latency) {
  note(pcm, "params %d %d %u %u %d %u", format, access, channels, rate, resample, latency);
  return 0;
}

// Takes no more than a thousand frames, as a device may.
long snd_pcm_writei(struct device *pcm, const int16_t *samples, unsigned long frames) {
  if (pcm->underruns > 0 && ++pcm->writes % 2 == 0) {
    pcm->underruns--;
    return -EPIPE;
  }
  if (frames > 1000) frames = 1000;
  note(pcm, "write %lu %d %d", frames, samples[0], samples[1]);
  return frames;
}

int snd_pcm_recover(struct device *pcm, int code, int silent) {
  note(pcm, "recover %d %d", code, silent);
  return code == -EPIPE ? 0 : code;
}

int snd_pcm_drain(struct device *pcm) { note(pcm, "drain"); return 0; }
int snd_pcm_drop(struct device *pcm) { note(pcm, "drop"); return 0; }
int snd_pcm_close(struct device *pcm) { return end(pcm); }

int snd_seq_open(struct device **seq, const char *name, int streams, int mode) {
  (void)name, (void)streams, (void)mode;
  *seq = calloc(1, sizeof **seq);
  return 0;
}

int snd_seq_close(struct device *seq) { return end(seq); }
int snd_seq_set_client_name(struct device *seq, const char *name) { (void)seq, (void)name; return 0; }

int snd_seq_create_simple_port(struct device *seq, const char *name, unsigned can, unsigned type) {
  (void)seq, (void)name;
  return can == 0x21 && type == 0x100002 ? 3 : -EINVAL;
}

int snd_seq_parse_address(struct device *seq, unsigned char *address, const char *name) {
  if (!strcmp(name, "none")) return -ENOENT;
  begin(seq, name);
  address[0] = 20;
  address[1] = 1;
  return 0;
}

int snd_seq_connect_to(struct device *seq, int own, int client, int port) {
  note(seq, "connect %d %d:%d", own, client, port);
  return 0;
}

int snd_seq_event_output_direct(struct device *seq, const unsigned char *event) {
  char bytes[57] = "";
  for (int byte = 0; byte < 28; byte++) sprintf(bytes + 2 * byte, "%02x", event[byte]);
  note(seq, "event %s", bytes);
  return 28;
}

// Two clients: one with a port to listen on and one to speak to, one with a port that only speaks.
struct info {
  int client, port;
};

int snd_seq_client_info_malloc(struct info **info) { *info = calloc(1, sizeof **info); return 0; }
int snd_seq_port_info_malloc(struct info **info) { *info = calloc(1, sizeof **info); return 0; }
void snd_seq_client_info_free(struct info *info) { free(info); }
void snd_seq_port_info_free(struct info *info) { free(info); }
void snd_seq_client_info_set_client(struct info *info, int client) { info->client = client; }
void snd_seq_port_info_set_client(struct info *info, int client) { info->client = client; }
void snd_seq_port_info_set_port(struct info *info, int port) { info->port = port; }
int snd_seq_client_info_get_client(struct info *info) { return info->client; }
int snd_seq_port_info_get_port(struct info *info) { return info->port; }

int snd_seq_query_next_client(struct device *seq, struct info *info) {
  (void)seq;
  info->client = info->client < 14 ? 14 : info->client < 20 ? 20 : -1;
  return info->client < 0 ? -ENOENT : 0;
}

int snd_seq_query_next_port(struct device *seq, struct info *info) {
  (void)seq;
  return ++info->port < (info->client == 20 ? 2 : 1) ? 0 : -ENOENT;
}

const char *snd_seq_client_info_get_name(struct info *info) {
  return info->client == 20 ? "Piano" : "Clock";
}

const char *snd_seq_port_info_get_name(struct info *info) { return info->port ? "Keys" : "Listen"; }

unsigned snd_seq_port_info_get_capability(struct info *info) {
  return info->client == 20 && info->port == 1 ? 0x42 : 0x21;
}
