/*
 * The stub's `gt` and `bd`: hands its words to the town's process over files and pipes in FOLDER, and gives its answer.
 * server.ts says what goes through them; client.sh does the same where no C compiler is.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_of(const char *name) {
  static char path[4096];
  if (snprintf(path, sizeof path, "%s/%s", FOLDER, name) >= (int)sizeof path) exit(70);
  return path;
}

static const char *call_file(const char *extension) {
  char name[64];
  snprintf(name, sizeof name, "%ld.%s", (long)getpid(), extension);
  return path_of(name);
}

static void write_whole(int file, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(file, bytes, count);
    if (written <= 0) exit(70);
    bytes += written;
    count -= (size_t)written;
  }
}

static int opened(const char *path, int flags) {
  int file = open(path, flags, 0600);
  if (file < 0) exit(70);
  return file;
}

static void copy(const char *extension, int to) {
  static char bytes[65536];
  int from = open(call_file(extension), O_RDONLY);
  if (from < 0) return;
  for (ssize_t count; (count = read(from, bytes, sizeof bytes)) > 0;) write_whole(to, bytes, (size_t)count);
  close(from);
}

int main(int count, char **words) {
  char line[64];
  const char *slash = strrchr(words[0], '/');
  words[0] = slash == NULL ? words[0] : (char *)slash + 1;
  int argv = opened(call_file("argv"), O_WRONLY | O_CREAT | O_TRUNC);
  for (int index = 0; index < count; index += 1) write_whole(argv, words[index], strlen(words[index]) + 1);
  close(argv);
  if (mkfifo(call_file("answer"), 0600) != 0) return 70;
  int requests = opened(path_of("requests"), O_WRONLY);
  write_whole(requests, line, (size_t)snprintf(line, sizeof line, "%ld\n", (long)getpid()));
  close(requests);
  int answer = opened(call_file("answer"), O_RDONLY);
  ssize_t length = read(answer, line, sizeof line - 1);
  if (length <= 0) return 70;
  line[length] = '\0';
  copy("out", STDOUT_FILENO);
  copy("err", STDERR_FILENO);
  return atoi(line);
}
