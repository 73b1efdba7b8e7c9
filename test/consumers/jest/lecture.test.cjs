// Jest loads modules itself, and its `require` takes none that is an ES module: `import()` does.
let rollcall
beforeAll(async () => {
  rollcall = await import('rollcall')
})

test('a CommonJS module imports the library', () => {
  const { rows } = rollcall.fixture('lecture')
  expect(rows.Conferences).toHaveLength(1)
})
