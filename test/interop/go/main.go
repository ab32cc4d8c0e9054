// Command interop lets the Go checksum database's own libraries judge what openseal publishes:
// golang.org/x/mod/sumdb/note reads the notes, golang.org/x/mod/sumdb/tlog the tiles and proofs.
//
// It reads one JSON request on standard input and answers {"ok": true} or {"ok": false, "reason": "..."}.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type request struct {
	// Vkeys of the log, and of witnesses (type 4); Cosigners is how many of these must have signed.
	Vkeys     []string `json:"vkeys"`
	Witnesses []string `json:"witnesses"`
	Cosigners int      `json:"cosigners"`
	// Checkpoint is a signed note. Old is an earlier one, with Consistency from it, in base64.
	Checkpoint  string   `json:"checkpoint"`
	Old         string   `json:"old"`
	Consistency []string `json:"consistency"`
	// Index, Entry (base64) and Inclusion prove one entry; a tlog-proof gives all three by itself.
	Index     int64    `json:"index"`
	Entry     string   `json:"entry"`
	Inclusion []string `json:"inclusion"`
	TlogProof string   `json:"tlogProof"`
	// Tiles are bytes in base64 by their path below the log's prefix.
	Tiles map[string]string `json:"tiles"`
}

func main() {
	var asked request
	err := json.NewDecoder(os.Stdin).Decode(&asked)
	if err == nil {
		err = judge(&asked)
	}
	answer := map[string]any{"ok": err == nil}
	if err != nil {
		answer["reason"] = err.Error()
	}
	json.NewEncoder(os.Stdout).Encode(answer)
}

func judge(asked *request) error {
	if asked.TlogProof != "" {
		if err := readTlogProof(asked); err != nil {
			return err
		}
	}
	tree, err := open(asked, asked.Checkpoint)
	if err != nil {
		return err
	}
	if asked.Entry != "" {
		entry, err := base64.StdEncoding.DecodeString(asked.Entry)
		if err != nil {
			return err
		}
		proof, err := hashes(asked.Inclusion)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(tlog.RecordProof(proof), tree.N, tree.Hash, asked.Index, tlog.RecordHash(entry)); err != nil {
			return fmt.Errorf("inclusion: %w", err)
		}
	}
	if asked.Old != "" {
		old, err := open(asked, asked.Old)
		if err != nil {
			return err
		}
		proof, err := hashes(asked.Consistency)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(tlog.TreeProof(proof), tree.N, tree.Hash, old.N, old.Hash); err != nil {
			return fmt.Errorf("consistency: %w", err)
		}
	}
	if len(asked.Tiles) > 0 {
		return readTiles(asked, tree)
	}
	return nil
}

// open reads a checkpoint's note with the keys and gives its tree.
func open(asked *request, signed string) (tlog.Tree, error) {
	var verifiers []note.Verifier
	for _, vkey := range asked.Vkeys {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return tlog.Tree{}, fmt.Errorf("vkey: %w", err)
		}
		verifiers = append(verifiers, verifier)
	}
	logs := len(verifiers)
	for _, vkey := range asked.Witnesses {
		verifier, err := newCosignatureVerifier(vkey)
		if err != nil {
			return tlog.Tree{}, fmt.Errorf("witness vkey: %w", err)
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifiers...))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("note: %w", err)
	}
	byLog, byWitness := 0, 0
	for _, signature := range opened.Sigs {
		of := -1
		for at, verifier := range verifiers {
			if verifier.Name() == signature.Name && verifier.KeyHash() == signature.Hash {
				of = at
			}
		}
		if of < logs {
			byLog++
		} else {
			byWitness++
		}
	}
	if byLog == 0 || byWitness < asked.Cosigners {
		return tlog.Tree{}, fmt.Errorf("signed by %d keys of the log and %d witnesses", byLog, byWitness)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("checkpoint: not three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %w", err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

func hashes(lines []string) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		found = append(found, hash)
	}
	return found, nil
}

// readTlogProof fills the request from a C2SP tlog-proof; its extra line is the entry.
func readTlogProof(asked *request) error {
	head, checkpoint, found := strings.Cut(asked.TlogProof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("tlog-proof: malformed")
	}
	asked.Entry = strings.TrimPrefix(lines[1], "extra ")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return fmt.Errorf("tlog-proof: %w", err)
	}
	asked.Index, asked.Inclusion, asked.Checkpoint = index, lines[3:], checkpoint
	return nil
}

// served gives tiles of the request to the library, which asks for them by height, level and number.
type served struct{ tiles map[string]string }

func (s served) Height() int                     { return 8 }
func (s served) SaveTiles([]tlog.Tile, [][]byte) {}
func (s served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		// The library's paths name the height, tlog-tiles' do not: tile/8/0/000 is tile/0/000.
		text, found := s.tiles["tile/"+strings.TrimPrefix(tile.Path(), "tile/8/")]
		if !found {
			return nil, fmt.Errorf("no %s", tile.Path())
		}
		bytes, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

// readTiles reads every leaf hash through the library, which checks the tiles against the tree, and
// compares them with the entries of the bundles.
func readTiles(asked *request, tree tlog.Tree) error {
	reader := tlog.TileHashReader(tree, served{asked.Tiles})
	if root, err := tlog.TreeHash(tree.N, reader); err != nil || root != tree.Hash {
		return fmt.Errorf("tiles: %v", err)
	}
	for first := int64(0); first < tree.N; first += 256 {
		width := min(256, tree.N-first)
		path := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(width)}.Path()
		path = "tile/entries/" + strings.TrimPrefix(path, "tile/8/0/")
		bundle, err := base64.StdEncoding.DecodeString(asked.Tiles[path])
		if err != nil {
			return err
		}
		var indexes []int64
		for at := first; at < first+width; at++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, at))
		}
		leaves, err := reader.ReadHashes(indexes)
		if err != nil {
			return fmt.Errorf("tiles: %w", err)
		}
		for at, leaf := range leaves {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("bundle: ends before entry %d", first+int64(at))
			}
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:length]) != leaf {
				return fmt.Errorf("bundle: entry %d is not the one of the tree", first+int64(at))
			}
			bundle = bundle[length:]
		}
		if len(bundle) > 0 {
			return errors.New("bundle: more entries than the tree")
		}
	}
	return nil
}

// cosignature verifies Ed25519 cosignatures (C2SP tlog-cosignature), which the library leaves to its users.
type cosignature struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosignatureVerifier(vkey string) (*cosignature, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	id, encoded, _ := strings.Cut(rest, "+")
	hash, err := hex.DecodeString(id)
	if err != nil || len(hash) != 4 {
		return nil, errors.New("malformed id")
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("malformed key")
	}
	return &cosignature{name, binary.BigEndian.Uint32(hash), key[1:]}, nil
}

func (c *cosignature) Name() string    { return c.name }
func (c *cosignature) KeyHash() uint32 { return c.hash }
func (c *cosignature) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	var message bytes.Buffer
	fmt.Fprintf(&message, "cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	message.Write(text)
	return ed25519.Verify(c.key, message.Bytes(), signature[8:])
}
