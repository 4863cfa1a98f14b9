// Conversations into files.
#pragma once

#include "app/transcripts/transcript.h"

namespace hadal::ui {

enum class Format { Markdown, Json, Html, Pdf };

/// The bytes of one conversation's file.
QByteArray bytesOf(Format format, const transcripts::Transcript& transcript,
                   const transcripts::Choice& choice, const transcripts::Words& words = {});

/// "md", "json", "html" or "pdf"; also a file's ending.
QString nameOf(Format format);

/// Writes whole files or none. Into `path` itself where it is one conversation or JSON, which holds them all;
/// several of another format go into the folder `path`, one file each, named after their titles. Returns the
/// files. Throws InvalidFile naming the file that could not be written, and Cancelled where a step says no:
/// the files before it stay.
QStringList exportTo(const QString& path, Format format, const QList<transcripts::Transcript>& all,
                     const transcripts::Choice& choice, const transcripts::Words& words = {},
                     const transcripts::Step& step = {});

} // namespace hadal::ui
