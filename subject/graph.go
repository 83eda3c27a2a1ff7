package subject

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"embai-crawl/item"
)

// graph holds the items and identifiers to be grouped and the groups so far:
// a union of sets that refuses what may not stand in one entry.
type graph struct {
	o          Options
	items      []*item.Item // one each identity, sorted by ID
	nodes      map[item.ID]int
	keys       []item.ID // the identifier of a node, its item's own ID where it has one
	parent     []int
	sets       []set // valid at the root of a set
	looks      []*look
	compared   map[pair]comparison
	refused    map[refusal]bool
	released   map[item.ID][]int // releases by repository, when first asked for
	releasedAs map[string][]int  // the same by the name of the project, as indices of items
	// Nodes that the editor parted; a pair of which one is not here parts nothing.
	apartNodes [][2]int
}

// set is what is known of a group.
type set struct {
	items                   []int // indices into graph.items
	papers, repos, releases []item.ID
	why                     []string
}

// tie is a reason to put two nodes into one group. Where their words are the
// reason, it is written down when they have been put together: most never are.
type tie struct {
	a, b int
	how  strength
	why  string
	pair pair    // of items that tell of one event
	sure float64 // how alike their words are
}

// refusal is a tie between two sets that was not made.
type refusal struct {
	a, b         int // roots
	sizeA, sizeB int // items of their sets
	how          strength
}

// newGraph joins what has one identity and makes every item a group.
func newGraph(items []*item.Item, o Options) *graph {
	g := &graph{o: o, nodes: make(map[item.ID]int, len(items)*2)}
	for _, it := range items {
		if it.ID != "" {
			g.items = append(g.items, it)
		}
	}
	// Not the order of the call but what the items are decides every tie.
	slices.SortStableFunc(g.items, compareItems)
	for i, it := range g.items {
		g.addItem(i, it)
	}
	for _, p := range o.Parted {
		a, known := g.nodes[p[0]]
		b, too := g.nodes[p[1]]
		if known && too {
			g.apartNodes = append(g.apartNodes, [2]int{a, b})
		}
	}
	g.looks = make([]*look, len(g.items))
	g.compared, g.refused = map[pair]comparison{}, map[refusal]bool{}
	return g
}

// compareItems orders items by what they are, so that equal calls sort equal.
func compareItems(a, b *item.Item) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), a.Published.Compare(b.Published), cmp.Compare(a.Title, b.Title), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Text, b.Text))
}

// addItem makes the node of an item, or joins it to the node of its identity.
func (g *graph) addItem(i int, it *item.Item) {
	n := g.node(it.ID)
	root := g.find(n)
	g.sets[root].items = append(g.sets[root].items, i)
	for _, alias := range it.Aliases {
		g.join(n, g.node(alias), "")
	}
	if it.DOI != "" && kindOf(it) == item.KindPaper {
		if id, ok := item.DOI(it.DOI); ok {
			g.join(n, g.node(id), "")
		}
	}
}

// node returns the node of an identifier.
func (g *graph) node(id item.ID) int {
	if n, ok := g.nodes[id]; ok {
		return n
	}
	n := len(g.keys)
	g.nodes[id] = n
	g.keys = append(g.keys, id)
	g.parent = append(g.parent, n)
	s := set{}
	switch id.Scheme() {
	case "arxiv", "doi":
		s.papers = []item.ID{id}
	case "github":
		if id.Repo() != id {
			s.releases = []item.ID{id}
		} else {
			s.repos = []item.ID{id}
		}
	}
	g.sets = append(g.sets, s)
	return n
}

// find returns the root of the set of n.
func (g *graph) find(n int) int {
	for g.parent[n] != n {
		g.parent[n] = g.parent[g.parent[n]]
		n = g.parent[n]
	}
	return n
}

// join unites the sets of two nodes that are one identity: two identifiers of one
// paper count as one.
func (g *graph) join(a, b int, why string) {
	root := g.unite(a, b, why)
	s := &g.sets[root]
	s.papers = firstOnly(s.papers)
	s.repos = firstOnly(s.repos)
	s.releases = firstOnly(s.releases)
}

// firstOnly keeps the smallest identifier.
func firstOnly(ids []item.ID) []item.ID {
	if len(ids) < 2 {
		return ids
	}
	return []item.ID{slices.Min(ids)}
}

// unite makes one set of two and returns its root.
func (g *graph) unite(a, b int, why string) int {
	ra, rb := g.find(a), g.find(b)
	if ra == rb {
		return ra
	}
	if len(g.sets[ra].items) < len(g.sets[rb].items) {
		ra, rb = rb, ra
	}
	g.parent[rb] = ra
	s, t := &g.sets[ra], &g.sets[rb]
	s.items = append(s.items, t.items...)
	s.papers = append(s.papers, t.papers...)
	s.repos = append(s.repos, t.repos...)
	s.releases = append(s.releases, t.releases...)
	s.why = append(s.why, t.why...)
	if why != "" {
		s.why = append(s.why, why)
	}
	*t = set{}
	return ra
}

// tie makes the ties that contradict nothing, strongest first, whatever their order.
func (g *graph) tie(ties []tie) {
	slices.SortFunc(ties, func(x, y tie) int {
		return cmp.Or(cmp.Compare(x.how, y.how), cmp.Compare(y.sure, x.sure), cmp.Compare(g.keys[x.a], g.keys[y.a]), cmp.Compare(g.keys[x.b], g.keys[y.b]), cmp.Compare(x.why, y.why), x.pair.compare(y.pair))
	})
	for _, t := range ties {
		ra, rb := g.find(t.a), g.find(t.b)
		if ra == rb {
			continue
		}
		// Two sets that did not go together do not while both are what they were.
		r := refusal{ra, rb, len(g.sets[ra].items), len(g.sets[rb].items), t.how}
		switch {
		case g.refused[r]:
		case g.mayUnite(ra, rb, t):
			if t.how == words {
				t.why = g.because(t.pair)
			}
			g.unite(ra, rb, t.why)
		default:
			g.refused[r] = true
		}
	}
}

// look returns what the words of an item say, found out once.
func (g *graph) look(i int) *look {
	if g.looks[i] == nil {
		g.looks[i] = newLook(g.items[i])
	}
	return g.looks[i]
}

// claims returns the ties by identifiers.
func (g *graph) claims() []tie {
	var ties []tie
	titles := newTitles(g.items)
	for _, it := range g.items {
		from := g.nodes[it.ID]
		claims := about(it)
		for _, c := range claims {
			ties = append(ties, tie{a: from, b: g.node(c.id), how: c.how, why: fmt.Sprintf("%s: %s, %s", c.id, c.why, it.ID)})
		}
		ties = append(ties, g.byRelease(it, claims)...)
		ties = append(ties, g.byLink(it)...)
		if id, ok := titles.cited(it); ok {
			ties = append(ties, tie{a: from, b: g.node(id), how: cited, why: fmt.Sprintf("%s: its whole title stands in %s", id, it.ID)})
		}
	}
	return ties
}

// subjects returns the sets that have items.
func (g *graph) subjects() []Subject {
	roots := map[int]bool{}
	for _, it := range g.items {
		roots[g.find(g.nodes[it.ID])] = true
	}
	out := make([]Subject, 0, len(roots))
	for _, root := range slices.Sorted(maps.Keys(roots)) {
		s := &g.sets[root]
		members := make([]*item.Item, 0, len(s.items))
		for _, i := range s.items {
			members = append(members, g.items[i])
		}
		Sort(members, g.o.Followed)
		sub := Subject{Main: members[0].ID}
		for _, m := range members {
			if !slices.Contains(sub.IDs, m.ID) {
				sub.IDs = append(sub.IDs, m.ID)
			}
		}
		if len(sub.IDs) > 1 {
			why := slices.Clone(s.why)
			slices.Sort(why)
			sub.Why = slices.Compact(why)
		}
		out = append(out, sub)
	}
	return out
}
