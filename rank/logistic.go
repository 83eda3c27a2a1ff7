package rank

import "math"

// matrix holds sparse rows one after another.
type matrix struct {
	start []int32 // row i is index[start[i]:start[i+1]]
	index []int32
	value []float32
	width int
}

func (m *matrix) add(index int32, value float32) {
	m.index = append(m.index, index)
	m.value = append(m.value, value)
}

func (m *matrix) end() { m.start = append(m.start, int32(len(m.index))) }

func (m *matrix) rows() int { return len(m.start) - 1 }

func (m *matrix) dot(row int, w []float32) float64 {
	s := 0.0
	for k := m.start[row]; k < m.start[row+1]; k++ {
		s += float64(w[m.index[k]] * m.value[k])
	}
	return s
}

func sigmoid(z float64) float64 {
	if z >= 0 {
		return 1 / (1 + math.Exp(-z))
	}
	e := math.Exp(z)
	return e / (1 + e)
}

// fitLogistic minimises the weighted logistic loss with an L2 penalty. target
// is 0 to 1; weight 0 leaves a row out. Rows in the same order give the same
// weights, bit for bit. The weights are part of s and last until its next use.
func fitLogistic(m *matrix, target, weight, penalty []float32, rounds int, s *workspace) []float32 {
	return minimise(rounds, s, func(w, g []float32) float64 {
		total := 0.0
		for i := range g {
			g[i] = penalty[i] * w[i]
			total += 0.5 * float64(penalty[i]*w[i]*w[i])
		}
		for i := range m.rows() {
			c := float64(weight[i])
			if c == 0 {
				continue
			}
			z := m.dot(i, w)
			y := float64(target[i])
			total += c * (math.Max(z, 0) - z*y + math.Log1p(math.Exp(-math.Abs(z))))
			d := float32(c * (sigmoid(z) - y))
			for k := m.start[i]; k < m.start[i+1]; k++ {
				g[m.index[k]] += d * m.value[k]
			}
		}
		return total
	})
}
