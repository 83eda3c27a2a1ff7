package rank

import "math"

// sections4 is a number for each of the four sections, in their order.
type sections4 = [4]float32

// fitSoftmax finds the weights by which rows are parted among the sections:
// four for each column. offset is what speaks for each section before
// anything is learned; what the rows teach is added to that. The weights are
// part of s, which must be of four times m's width, and last until its next use.
func fitSoftmax(m *matrix, section []int, weight, penalty []float32, offset []sections4, rounds int, s *workspace) []float32 {
	return minimise(rounds, s, func(w, g []float32) float64 {
		total := 0.0
		for i := range g {
			g[i] = penalty[i/4] * w[i]
			total += 0.5 * float64(penalty[i/4]*w[i]*w[i])
		}
		for row := range m.rows() {
			z := offset[row]
			for k := m.start[row]; k < m.start[row+1]; k++ {
				of, x := w[4*m.index[k]:], m.value[k]
				for n := range z {
					z[n] += of[n] * x
				}
			}
			chance, log := softmax(z)
			total += float64(weight[row]) * (log - float64(z[section[row]]))
			chance[section[row]]--
			for k := m.start[row]; k < m.start[row+1]; k++ {
				of, x := g[4*m.index[k]:], m.value[k]*weight[row]
				for n := range chance {
					of[n] += chance[n] * x
				}
			}
		}
		return total
	})
}

// softmax makes chances of log odds; log is the logarithm of what they were
// divided by.
func softmax(z sections4) (chance sections4, log float64) {
	top := max(z[0], z[1], z[2], z[3])
	sum := 0.0
	for n := range z {
		sum += math.Exp(float64(z[n] - top))
	}
	for n := range z {
		chance[n] = float32(math.Exp(float64(z[n]-top)) / sum)
	}
	return chance, float64(top) + math.Log(sum)
}
