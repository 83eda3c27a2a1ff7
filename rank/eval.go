package rank

import (
	"context"
	"errors"
	"time"
)

// IssueFigures says how well a model that was trained on the issues before one
// would have found what that issue printed.
type IssueFigures struct {
	Issue      string  // date
	Candidates int     // what was to choose from
	Printed    int     // of these, what the issue printed
	Recall10   float64 // share of the printed among the best 10, 20, 50
	Recall20   float64
	Recall50   float64
	AUC        float64 // chance that a printed item stands above one that was not
	Sections   float64 // share of the printed that were put in their section
}

// Replay goes through past issues as if they were still to come.
func Replay(ctx context.Context, c Config, issues []time.Time, examples []Example) ([]IssueFigures, error) {
	return nil, errors.New("rank: not yet")
}
