#pragma once

namespace gigapod {

/// The parity page: its frame with @STYLE@, @DATA@ and @SCRIPT@ to be replaced, and two of these.
extern const char* const kValidationPageHtml;
extern const char* const kValidationPageStyle;
extern const char* const kValidationPageScript;

}  // namespace gigapod
