/// The three passphrase word lists as text: 2,048 words each (11 bits a word), ASCII `a`–`z`,
/// 4 to 8 letters (French: up to 9), sorted by byte value, separated by single spaces.
///
/// They are this project's own selection of everyday words, for people who are tired, read with
/// difficulty or are learning the language. `Specs/words/README.md` has the rules: among others,
/// the first four letters are enough to tell a word, no word is in two lists, and within a list
/// no two words sound the same or are one typing error apart.
///
/// The lists are frozen in format v1. A passphrase someone has on paper names positions in them:
/// changing, moving or respelling one word locks that person out. A better list is a new list
/// under a new format version. Source: `Specs/words/{french,dutch,english}.txt`.
enum WordTable {}
