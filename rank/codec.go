package rank

import "errors"

// MarshalBinary writes what the model has learned.
func (m *Model) MarshalBinary() ([]byte, error) { return nil, errors.New("rank: not yet") }

// Load reads what MarshalBinary wrote.
func Load(b []byte, c Config) (*Model, error) { return nil, errors.New("rank: not yet") }
