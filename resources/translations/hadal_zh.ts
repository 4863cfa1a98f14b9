<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ActionChoice</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>HTTP request</source>
        <translation>HTTP 请求</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>问我</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>动作</translation>
    </message>
</context>
<context>
    <name>AddMenu</name>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>新建工具组</translation>
    </message>
    <message>
        <source>Example: %1</source>
        <translation>示例：%1</translation>
    </message>
</context>
<context>
    <name>AnswerBox</name>
    <message>
        <source>Your answer</source>
        <translation>你的回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>AnswerTree</name>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON answer</source>
        <translation>JSON 回答</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>显示方式</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message numerus="yes">
        <source>%Ln places break the schema</source>
        <translation>
            <numerusform>%Ln 处不符合模式</numerusform>
        </translation>
    </message>
    <message>
        <source>Fits the schema</source>
        <translation>符合模式</translation>
    </message>
    <message>
        <source>Fits “%1”</source>
        <translation>符合“%1”</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln values more; fold others, or show the text</source>
        <translation>
            <numerusform>还有 %Ln 个值；请折叠其他项或查看文本</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
</context>
<context>
    <name>AnswerTreeRow</name>
    <message numerus="yes">
        <source>%Ln fields</source>
        <translation>
            <numerusform>%Ln 个字段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
</context>
<context>
    <name>AnswerTurn</name>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 词元/秒</translation>
    </message>
    <message>
        <source>first after %1 s</source>
        <translation>首词元 %1 秒</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Cut off when the program ended. The text so far is kept.</source>
        <translation>程序退出时中断。已生成的内容已保存。</translation>
    </message>
    <message>
        <source>Stopped. The text so far is kept.</source>
        <translation>已停止。已生成的内容已保存。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>Ended at the length limit. The answer may be incomplete.</source>
        <translation>已达到长度上限，回答可能不完整。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>ArgumentControl</name>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>添加一项</translation>
    </message>
    <message>
        <source>Add an item to %1</source>
        <translation>向 %1 添加一项</translation>
    </message>
</context>
<context>
    <name>ArgumentEditor</name>
    <message>
        <source>No arguments</source>
        <translation>没有参数</translation>
    </message>
    <message>
        <source>Arguments as JSON</source>
        <translation>JSON 形式的参数</translation>
    </message>
</context>
<context>
    <name>ArgumentForm</name>
    <message>
        <source>A number is needed</source>
        <translation>需要一个数字</translation>
    </message>
    <message>
        <source>A whole number is needed</source>
        <translation>需要一个整数</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>请选择一项</translation>
    </message>
    <message>
        <source>JSON is needed</source>
        <translation>需要 JSON</translation>
    </message>
    <message>
        <source>A JSON object is needed</source>
        <translation>需要一个 JSON 对象</translation>
    </message>
    <message>
        <source>Not JSON: %1</source>
        <translation>不是 JSON：%1</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>More than %1</source>
        <translation>大于 %1</translation>
    </message>
    <message>
        <source>Less than %1</source>
        <translation>小于 %1</translation>
    </message>
    <message>
        <source>A multiple of %1</source>
        <translation>须为 %1 的倍数</translation>
    </message>
    <message>
        <source>Does not match %1</source>
        <translation>与 %1 不匹配</translation>
    </message>
    <message>
        <source>Not of the format %1</source>
        <translation>不符合格式 %1</translation>
    </message>
    <message>
        <source>An item occurs twice</source>
        <translation>有重复的项</translation>
    </message>
    <message>
        <source>Text is needed</source>
        <translation>需要文本</translation>
    </message>
    <message>
        <source>true or false is needed</source>
        <translation>需要 true 或 false</translation>
    </message>
    <message>
        <source>A list is needed</source>
        <translation>需要列表</translation>
    </message>
    <message>
        <source>null is needed</source>
        <translation>需要 null</translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>缺少：%1</translation>
    </message>
    <message>
        <source>One of: %1</source>
        <translation>只能是：%1</translation>
    </message>
    <message>
        <source>Must be %1</source>
        <translation>必须是 %1</translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln characters</source>
        <translation>
            <numerusform>至少 %Ln 个字符</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln characters</source>
        <translation>
            <numerusform>至多 %Ln 个字符</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln items</source>
        <translation>
            <numerusform>至少 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln items</source>
        <translation>
            <numerusform>至多 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln fields</source>
        <translation>
            <numerusform>至少 %Ln 个字段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln fields</source>
        <translation>
            <numerusform>至多 %Ln 个字段</numerusform>
        </translation>
    </message>
    <message>
        <source>Not allowed here</source>
        <translation>此处不允许</translation>
    </message>
</context>
<context>
    <name>ArgumentLine</name>
    <message>
        <source>Argument %1</source>
        <translation>参数 %1</translation>
    </message>
    <message>
        <source>Move argument %1 up</source>
        <translation>上移参数 %1</translation>
    </message>
    <message>
        <source>Move argument %1 down</source>
        <translation>下移参数 %1</translation>
    </message>
    <message>
        <source>Remove argument %1</source>
        <translation>移除参数 %1</translation>
    </message>
</context>
<context>
    <name>ArgumentRow</name>
    <message>
        <source>null, set a value</source>
        <translation>null，设置一个值</translation>
    </message>
    <message>
        <source>Not given</source>
        <translation>未提供</translation>
    </message>
    <message>
        <source>Give %1</source>
        <translation>提供 %1</translation>
    </message>
    <message>
        <source>Remove item %1</source>
        <translation>移除第 %1 项</translation>
    </message>
    <message>
        <source>Leave out %1</source>
        <translation>不提供 %1</translation>
    </message>
    <message>
        <source>edited by you</source>
        <translation>由你修改</translation>
    </message>
</context>
<context>
    <name>AskForm</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>You type the result. Without a question the arguments are shown.</source>
        <translation>结果由你输入。没有写问题时，会显示参数。</translation>
    </message>
</context>
<context>
    <name>AskingForm</name>
    <message>
        <source>Never, it only reads</source>
        <translation>不必，它只读取</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>First time in a chat</source>
        <translation>每个对话首次</translation>
    </message>
    <message>
        <source>Every time</source>
        <translation>每次</translation>
    </message>
    <message>
        <source>Ask before running</source>
        <translation>运行前询问</translation>
    </message>
    <message>
        <source>It never runs</source>
        <translation>从不运行</translation>
    </message>
</context>
<context>
    <name>AttentionPart</name>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln earlier tokens</source>
        <translation>
            <numerusform>此前 %Ln 个词元中的 %L1 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>全部 %1 层</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 之 %1</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All layers together</source>
        <translation>所有层合在一起</translation>
    </message>
    <message>
        <source>This model has no indexer: each layer reads every earlier token.</source>
        <translation>这个模型没有索引器：每一层都读取此前的所有词元。</translation>
    </message>
    <message numerus="yes">
        <source>Nothing is left out yet. The indexer chooses once there are more than %Ln tokens.</source>
        <translation>
            <numerusform>目前没有略去任何内容。超过 %Ln 个词元后，索引器才开始选择。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinList</name>
    <message>
        <source>The bin is empty. Chats that you delete stay here for 30 days.</source>
        <translation>回收站是空的。删除的对话会在这里保留 30 天。</translation>
    </message>
    <message>
        <source>Chats stay here for 30 days, then they are deleted for good.</source>
        <translation>对话在这里保留 30 天，之后彻底删除。</translation>
    </message>
    <message>
        <source>Empty the bin…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Deleted chats</source>
        <translation>已删除的对话</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln chats for good? This cannot be undone.</source>
        <translation>
            <numerusform>彻底删除 %Ln 个对话？此操作无法撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this chat for good? This cannot be undone.</source>
        <translation>彻底删除这个对话？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>彻底删除</translation>
    </message>
</context>
<context>
    <name>BinRow</name>
    <message numerus="yes">
        <source>%Ln days left</source>
        <translation>
            <numerusform>还剩 %Ln 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>彻底删除…</translation>
    </message>
</context>
<context>
    <name>BinSheet</name>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
</context>
<context>
    <name>BranchList</name>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>This chat has no branches. Edit a message or ask again, and the versions appear here.</source>
        <translation>这个对话没有分支。修改一条消息或重新回答后，各个版本会出现在这里。</translation>
    </message>
    <message>
        <source>Enter shows · F2 names · S stars</source>
        <translation>回车显示 · F2 命名 · S 加星</translation>
    </message>
</context>
<context>
    <name>BranchRow</name>
    <message>
        <source>version %1 of %2</source>
        <translation>第 %1 个版本，共 %2 个</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Name this branch</source>
        <translation>给分支命名</translation>
    </message>
    <message>
        <source>Remove the star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Star this version</source>
        <translation>给这个版本加星</translation>
    </message>
    <message>
        <source>Name of the branch</source>
        <translation>分支名称</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>Show the sidebar</source>
        <translation>显示侧栏</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在对话中查找</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Settings of this chat</source>
        <translation>本对话的设置</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>导出此对话</translation>
    </message>
    <message>
        <source>Close the look inside</source>
        <translation>关闭内部视图</translation>
    </message>
    <message>
        <source>Look inside the model</source>
        <translation>查看模型内部</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>The model was not loaded</source>
        <translation>模型没有载入</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新载入</translation>
    </message>
    <message>
        <source>This chat cannot be read</source>
        <translation>无法读取这个对话</translation>
    </message>
    <message>
        <source>Chats cannot be saved</source>
        <translation>对话无法保存</translation>
    </message>
    <message>
        <source>Context %L1 tokens</source>
        <translation>上下文 %L1 个词元</translation>
    </message>
    <message>
        <source>Write the next message</source>
        <translation>继续输入，发送后会排队</translation>
    </message>
    <message>
        <source>Ask anything about Hadal</source>
        <translation>问问关于 Hadal 的事</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>输入消息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Leave out older turns</source>
        <translation>省略较早的轮次</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在载入</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Conversation</source>
        <translation>对话内容</translation>
    </message>
</context>
<context>
    <name>CheckBanner</name>
    <message>
        <source>Line %L1: %2</source>
        <translation>第 %L1 行：%2</translation>
    </message>
    <message>
        <source>the whole</source>
        <translation>整体</translation>
    </message>
    <message>
        <source>%1, line %L2: %3.</source>
        <translation>%1，第 %L2 行：%3。</translation>
    </message>
    <message>
        <source>It is checked after the answer instead.</source>
        <translation>将在回答之后检查。</translation>
    </message>
    <message numerus="yes">
        <source>Enforced while the model writes: %Ln rules</source>
        <translation>
            <numerusform>生成时强制执行：%Ln 条规则</numerusform>
        </translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>The code cannot be read</source>
        <translation>代码无法读取</translation>
    </message>
    <message numerus="yes">
        <source>Enforced in part: %L1 of %Ln rules</source>
        <translation>
            <numerusform>部分强制执行：%Ln 条规则中的 %L1 条</numerusform>
        </translation>
    </message>
    <message>
        <source>This is no valid schema</source>
        <translation>这不是有效的模式</translation>
    </message>
    <message>
        <source>Cannot be enforced</source>
        <translation>无法强制执行</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Code in %1</source>
        <translation>%1 代码</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Do not wrap lines</source>
        <translation>不自动换行</translation>
    </message>
    <message>
        <source>Wrap lines</source>
        <translation>自动换行</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message numerus="yes">
        <source>Show %n lines more</source>
        <translation>
            <numerusform>再显示 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>CodeEditor</name>
    <message>
        <source>Code of the schema</source>
        <translation>模式的代码</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>补全</translation>
    </message>
</context>
<context>
    <name>CommandForm</name>
    <message>
        <source>Shell line</source>
        <translation>Shell 命令行</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Arguments that stand in it are quoted as one word each.</source>
        <translation>其中的参数各自作为一个词加引号。</translation>
    </message>
    <message>
        <source>A name or a path. No shell reads it.</source>
        <translation>名称或路径。不经过 shell。</translation>
    </message>
    <message>
        <source>Split into arguments</source>
        <translation>拆分为参数</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Add an argument</source>
        <translation>添加参数</translation>
    </message>
    <message>
        <source>Run through a shell</source>
        <translation>通过 shell 运行</translation>
    </message>
    <message>
        <source>For pipes and redirections. Without it, nothing that the model writes can become a command.</source>
        <translation>用于管道和重定向。不打开它，模型写的任何内容都不会成为命令。</translation>
    </message>
    <message>
        <source>A shell reads this line</source>
        <translation>此行由 shell 解释</translation>
    </message>
    <message>
        <source>What the model writes is quoted, but the line itself can do whatever a shell can, within the sandbox.</source>
        <translation>模型写的内容会加引号，但这一行本身在沙箱内可以做 shell 能做的一切。</translation>
    </message>
    <message>
        <source>Working folder</source>
        <translation>工作文件夹</translation>
    </message>
    <message>
        <source>An empty folder of its own</source>
        <translation>自己的空文件夹</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Choose the working folder</source>
        <translation>选择工作文件夹</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>添加变量</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>What the program reads from its standard input</source>
        <translation>程序从标准输入读到的内容</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索全部对话</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在对话中查找</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏侧栏</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Settings of this chat</source>
        <translation>本对话的设置</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>添加文本文件</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Continue the answer</source>
        <translation>继续回答</translation>
    </message>
    <message>
        <source>Edit my last message</source>
        <translation>修改我的上一条消息</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>复制最后的回答</translation>
    </message>
    <message>
        <source>Think first, or answer at once</source>
        <translation>先思考，或直接回答</translation>
    </message>
    <message>
        <source>Chat above</source>
        <translation>上一个对话</translation>
    </message>
    <message>
        <source>Chat below</source>
        <translation>下一个对话</translation>
    </message>
    <message>
        <source>Rename this chat</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Duplicate this chat</source>
        <translation>复制一份对话</translation>
    </message>
    <message>
        <source>Pin or unpin this chat</source>
        <translation>固定或取消固定对话</translation>
    </message>
    <message>
        <source>Archive this chat</source>
        <translation>归档对话</translation>
    </message>
    <message>
        <source>Move this chat to the bin</source>
        <translation>把对话移到回收站</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Network connections</source>
        <translation>网络连接</translation>
    </message>
    <message>
        <source>Open the folder of chats, presets and the log</source>
        <translation>打开存放对话、预设和日志的文件夹</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Normal size</source>
        <translation>原始大小</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Stop the answer, close what is open</source>
        <translation>停止回答，关闭打开的面板</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Take the new version while editing</source>
        <translation>修改时采用新版本</translation>
    </message>
    <message>
        <source>Turn above or below, in the conversation</source>
        <translation>在对话中：上一轮或下一轮</translation>
    </message>
    <message>
        <source>Rename, in the list</source>
        <translation>在列表中：重命名</translation>
    </message>
    <message>
        <source>Pick several, in the list</source>
        <translation>在列表中：多选</translation>
    </message>
    <message>
        <source>Move to the bin, in the list</source>
        <translation>在列表中：移到回收站</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Servers of tools</source>
        <translation>工具服务器</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>导出此对话</translation>
    </message>
    <message>
        <source>Export all chats</source>
        <translation>导出全部对话</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
    <message>
        <source>Import tools</source>
        <translation>导入工具</translation>
    </message>
    <message>
        <source>Look inside the model</source>
        <translation>查看模型内部</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Go round: chats, conversation, message, panel</source>
        <translation>轮流切换：对话列表、对话、输入框、面板</translation>
    </message>
    <message>
        <source>Into the turn, in the conversation</source>
        <translation>进入这一轮（在对话中）</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Think</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>The model thinks before it answers</source>
        <translation>模型先思考再回答</translation>
    </message>
    <message>
        <source>The model answers at once</source>
        <translation>模型直接回答</translation>
    </message>
    <message>
        <source>This does not fit into the context of %L1 tokens. Shorten it, begin a new chat, or let older turns be left out.</source>
        <translation>放不进 %L1 个词元的上下文。请缩短内容、新建对话，或允许省略较早的轮次。</translation>
    </message>
    <message>
        <source>An image cannot be attached: the model reads text only.</source>
        <translation>无法添加图片：模型只能读文字。</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>添加文本文件</translation>
    </message>
    <message>
        <source>Drop text files here</source>
        <translation>把文本文件放在这里</translation>
    </message>
    <message>
        <source>Tools %1</source>
        <translation>工具 %1</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message numerus="yes">
        <source>Tools, %Ln on</source>
        <translation>
            <numerusform>工具，已启用 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Let the model use tools in this chat</source>
        <translation>让模型在此对话中使用工具</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Reserve</source>
        <translation>预留</translation>
    </message>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>Context: %1 of %2 tokens</source>
        <translation>上下文：已用 %1，共 %2 个词元</translation>
    </message>
    <message>
        <source>%1 of %2, nearly full</source>
        <translation>已用 %1，共 %2，快满了</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>已用 %1，共 %2</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Does not fit: %1 of %2</source>
        <translation>放不下：%1，共 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln turns will be left out</source>
        <translation>
            <numerusform>将省略 %Ln 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>The next message does not fit into the context. Shorten it, or choose what to leave out.</source>
        <translation>下一条消息放不进上下文。请缩短，或选择省略哪些内容。</translation>
    </message>
    <message numerus="yes">
        <source>The next request leaves out %Ln tokens of older turns, shown pale.</source>
        <translation>
            <numerusform>下一次请求将省略较早轮次的 %Ln 个词元，以浅色显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>What the next request will hold. Reserve is kept free for the answer.</source>
        <translation>下一次请求包含的内容。预留部分留给回答。</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>What the next request will hold, estimated: only the endpoint knows its tokenizer. Reserve is kept free for the answer.</source>
        <translation>下一次请求的内容，为估计值：只有端点知道自己的分词器。预留部分留给回答。</translation>
    </message>
    <message>
        <source>about %1 of %2</source>
        <translation>约 %1 / %2</translation>
    </message>
</context>
<context>
    <name>CopyMenu</name>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>EditBox</name>
    <message>
        <source>New version</source>
        <translation>新版本</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Start with a question</source>
        <translation>从一个问题开始</translation>
    </message>
    <message>
        <source>The model in use is a small guide to Hadal, built in. It knows this program and the ideas behind it. For general questions, start Hadal with a larger model.</source>
        <translation>当前使用的是内置的 Hadal 小向导。它了解这个程序和背后的原理。要问一般的问题，请用更大的模型启动 Hadal。</translation>
    </message>
    <message>
        <source>%1 will answer.</source>
        <translation>由 %1 回答。</translation>
    </message>
    <message>
        <source>Try one of these</source>
        <translation>试试这些</translation>
    </message>
    <message>
        <source>What is sparse attention, and what does it cost?</source>
        <translation>什么是稀疏注意力？它的代价是什么？</translation>
    </message>
    <message>
        <source>A short answer</source>
        <translation>简短的回答</translation>
    </message>
    <message>
        <source>Prove that the sum of two even numbers is even.</source>
        <translation>证明两个偶数之和是偶数。</translation>
    </message>
    <message>
        <source>Watch it think first</source>
        <translation>先看它思考</translation>
    </message>
    <message>
        <source>Explain MoE load balancing.</source>
        <translation>解释 MoE 的负载均衡。</translation>
    </message>
    <message>
        <source>How its experts share the work</source>
        <translation>专家怎样分担工作</translation>
    </message>
    <message>
        <source>Turn “Ada, 36, London” into a record.</source>
        <translation>把“Ada, 36, London”变成一条记录。</translation>
    </message>
    <message>
        <source>Answers in JSON</source>
        <translation>用 JSON 回答</translation>
    </message>
</context>
<context>
    <name>EndpointDetail</name>
    <message>
        <source>the first model that it lists</source>
        <translation>列表中的第一个模型</translation>
    </message>
    <message>
        <source>key in the keyring</source>
        <translation>密钥在密钥环中</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>没有密钥</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Let %1 answer</source>
        <translation>由 %1 回答</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>What you write to an endpoint leaves this computer. Every connection is listed under Network connections.</source>
        <translation>发给端点的内容会离开这台计算机。每次连接都列在“网络连接”中。</translation>
    </message>
</context>
<context>
    <name>EndpointForm</name>
    <message>
        <source>Kind of server</source>
        <translation>服务器类型</translation>
    </message>
    <message>
        <source>Decides how thinking is switched, and what a schema is called there.</source>
        <translation>决定如何开关思考，以及在那里如何传递模式。</translation>
    </message>
    <message>
        <source>As it tells itself</source>
        <translation>由它自己说明</translation>
    </message>
    <message>
        <source>OpenAI, and others like it</source>
        <translation>OpenAI 及类似服务</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Kept in the keyring, and sent to this address only. Servers of your own often need none.</source>
        <translation>保存在密钥环中，只发送到这个地址。自己的服务器往往不需要密钥。</translation>
    </message>
    <message>
        <source>Kept in the keyring; type to replace it</source>
        <translation>已保存在密钥环中；输入即可替换</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the key</source>
        <translation>移除密钥</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Context length, time and headers</source>
        <translation>上下文长度、时间和标头</translation>
    </message>
    <message>
        <source>Context length, tokens</source>
        <translation>上下文长度（词元）</translation>
    </message>
    <message>
        <source>As the server says</source>
        <translation>由服务器决定</translation>
    </message>
    <message>
        <source>May be silent for, seconds</source>
        <translation>允许无响应的秒数</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>标头，每行一个</translation>
    </message>
    <message>
        <source>For this session</source>
        <translation>仅限本次会话</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>EndpointRow</name>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
</context>
<context>
    <name>EndpointsSheet</name>
    <message>
        <source>Endpoints</source>
        <translation>端点</translation>
    </message>
</context>
<context>
    <name>EndpointsView</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add an endpoint</source>
        <translation>添加端点</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>No endpoints yet. An endpoint is a model that runs elsewhere: on SGLang, vLLM or llama.cpp, or a hosted service. What you write to it leaves this computer.</source>
        <translation>还没有端点。端点是在别处运行的模型：SGLang、vLLM、llama.cpp，或托管服务。发给它的内容会离开这台计算机。</translation>
    </message>
</context>
<context>
    <name>ExamplePane</name>
    <message>
        <source>Example answer</source>
        <translation>示例回答</translation>
    </message>
    <message>
        <source>Written by %1 · %2 s</source>
        <translation>由 %1 生成 · %2 秒</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Generate an example</source>
        <translation>生成示例</translation>
    </message>
    <message>
        <source>The example was cut at its length limit, so it is not whole.</source>
        <translation>示例达到长度上限而被截断，不完整。</translation>
    </message>
</context>
<context>
    <name>ExpertsPart</name>
    <message>
        <source>Experts</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>%1 a layer, %2 a token</source>
        <translation>每层 %1 个，每个词元 %2 个</translation>
    </message>
    <message>
        <source>Experts of each layer</source>
        <translation>各层的专家</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 层：%2</translation>
    </message>
    <message>
        <source>this token</source>
        <translation>这个词元</translation>
    </message>
    <message numerus="yes">
        <source>the %Ln tokens before it</source>
        <translation>
            <numerusform>之前的 %Ln 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>This model has no experts.</source>
        <translation>这个模型没有专家。</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>此对话</translation>
    </message>
    <message>
        <source>Folder “%1”</source>
        <translation>文件夹“%1”</translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>全部对话</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>The branch shown</source>
        <translation>当前分支</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>With</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>工具调用</translation>
    </message>
    <message>
        <source>Times and models</source>
        <translation>时间与模型</translation>
    </message>
    <message>
        <source>JSON holds everything: every version, thinking, tool calls, drafts and settings. It can be imported again without loss.</source>
        <translation>JSON 包含一切：所有版本、思考、工具调用、草稿和设置，可以原样重新导入。</translation>
    </message>
    <message numerus="yes">
        <source>The %Ln picked chats</source>
        <translation>
            <numerusform>选中的 %Ln 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>ExportPane</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>%L1 of %L2 chats written</source>
        <translation>已写入 %L1 个对话，共 %L2 个</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>a file each, in a new folder</source>
        <translation>各存一个文件，放入新文件夹</translation>
    </message>
    <message>
        <source>There is nothing to export yet.</source>
        <translation>还没有可导出的内容。</translation>
    </message>
    <message>
        <source>Export into a new folder in…</source>
        <translation>导出到新文件夹，位于…</translation>
    </message>
    <message>
        <source>%L1 bytes</source>
        <translation>%L1 字节</translation>
    </message>
    <message>
        <source>%L1 kB</source>
        <translation>%L1 kB</translation>
    </message>
    <message>
        <source>%L1 MB</source>
        <translation>%L1 MB</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats exported</source>
        <translation>
            <numerusform>已导出 %Ln 个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln 个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportPreview</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
</context>
<context>
    <name>FieldForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>May be null</source>
        <translation>可为 null</translation>
    </message>
    <message>
        <source>Kept as it is: %1</source>
        <translation>原样保留：%1</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>查看代码</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>Kept as it is: %1</source>
        <translation>原样保留：%1</translation>
    </message>
</context>
<context>
    <name>FieldTree</name>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Add an alternative</source>
        <translation>添加备选</translation>
    </message>
    <message>
        <source>Add a field</source>
        <translation>添加字段</translation>
    </message>
    <message>
        <source>Duplicate the field</source>
        <translation>复制字段</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Delete the field</source>
        <translation>删除字段</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>Null</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>One of a list</source>
        <translation>多选一</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Union</source>
        <translation>联合</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>引用</translation>
    </message>
    <message>
        <source>Several types</source>
        <translation>多种类型</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>One of %L1</source>
        <translation>%L1 选一</translation>
    </message>
    <message>
        <source>One of %L1 types</source>
        <translation>%L1 种类型之一</translation>
    </message>
    <message>
        <source>List: %1</source>
        <translation>列表：%1</translation>
    </message>
    <message>
        <source>Text, pattern</source>
        <translation>文本，模式匹配</translation>
    </message>
    <message>
        <source>%1 or null</source>
        <translation>%1或 null</translation>
    </message>
    <message>
        <source>The whole</source>
        <translation>整体</translation>
    </message>
    <message>
        <source>each item</source>
        <translation>每一项</translation>
    </message>
    <message>
        <source>alternative %L1</source>
        <translation>备选 %L1</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Examples, one a line</source>
        <translation>示例，每行一个</translation>
    </message>
    <message>
        <source>Values, one a line</source>
        <translation>取值，每行一个</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>At least, characters</source>
        <translation>最少字符数</translation>
    </message>
    <message>
        <source>At most, characters</source>
        <translation>最多字符数</translation>
    </message>
    <message>
        <source>At least, items</source>
        <translation>最少项数</translation>
    </message>
    <message>
        <source>At most, items</source>
        <translation>最多项数</translation>
    </message>
    <message>
        <source>At least, fields</source>
        <translation>最少字段数</translation>
    </message>
    <message>
        <source>At most, fields</source>
        <translation>最多字段数</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>不小于</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>不大于</translation>
    </message>
    <message>
        <source>More than</source>
        <translation>大于</translation>
    </message>
    <message>
        <source>Less than</source>
        <translation>小于</translation>
    </message>
    <message>
        <source>Multiple of</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>No item twice</source>
        <translation>各项不重复</translation>
    </message>
    <message>
        <source>No other fields</source>
        <translation>不允许其他字段</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>指向</translation>
    </message>
</context>
<context>
    <name>FileChip</name>
    <message numerus="yes">
        <source>File %1, %Ln tokens</source>
        <translation>
            <numerusform>文件 %1，%Ln 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>文件 %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>FilesForm</name>
    <message>
        <source>What it does</source>
        <translation>做什么</translation>
    </message>
    <message>
        <source>Takes the parameter “path”, and works in the folders chosen below.</source>
        <translation>使用参数“path”，在下面所选的文件夹内工作。</translation>
    </message>
    <message>
        <source>Takes the parameter “path” of a folder, and works in the folders chosen below.</source>
        <translation>使用表示文件夹的参数“path”，在下面所选的文件夹内工作。</translation>
    </message>
    <message>
        <source>Takes the parameters “query” and “glob”, and works in the folders chosen below.</source>
        <translation>使用参数“query”和“glob”，在下面所选的文件夹内工作。</translation>
    </message>
    <message>
        <source>Read a file</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>List a folder</source>
        <translation>列出文件夹</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>在对话中查找</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>第 %L1 处，共 %L2 处</translation>
    </message>
    <message>
        <source>Found before</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Shift Enter</source>
        <translation>Shift 回车</translation>
    </message>
    <message>
        <source>Found next</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FolderLine</name>
    <message>
        <source>Folder %1</source>
        <translation>文件夹 %1</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Read and write</source>
        <translation>读取和写入</translation>
    </message>
    <message>
        <source>Choose folder %1</source>
        <translation>选择文件夹 %1</translation>
    </message>
    <message>
        <source>What may be done in folder %1</source>
        <translation>在文件夹 %1 中可以做什么</translation>
    </message>
    <message>
        <source>Take away folder %1</source>
        <translation>移除文件夹 %1</translation>
    </message>
</context>
<context>
    <name>FormulaBlock</name>
    <message>
        <source>Formula: %1</source>
        <translation>公式：%1</translation>
    </message>
</context>
<context>
    <name>FormulaSource</name>
    <message>
        <source>Formula: %1</source>
        <translation>公式：%1</translation>
    </message>
</context>
<context>
    <name>FreshRow</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Chats appear here. Drag one onto another to make a folder.</source>
        <translation>对话会出现在这里。把一个拖到另一个上可以建立文件夹。</translation>
    </message>
</context>
<context>
    <name>HttpForm</name>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>What stands for an argument is encoded: it cannot change the host.</source>
        <translation>代入的参数会被编码，无法改变主机。</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>Add a header</source>
        <translation>添加标头</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>In JSON, arguments are written as JSON.</source>
        <translation>在 JSON 中，参数按 JSON 写入。</translation>
    </message>
</context>
<context>
    <name>ImageCard</name>
    <message>
        <source>Image, not loaded</source>
        <translation>图片，未加载</translation>
    </message>
    <message>
        <source>Image, not loaded: %1</source>
        <translation>图片，未加载：%1</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
</context>
<context>
    <name>ImportDrop</name>
    <message>
        <source>Drop an export here to import its chats</source>
        <translation>拖放到此处，导入其中的对话</translation>
    </message>
</context>
<context>
    <name>ImportForm</name>
    <message>
        <source>Paste the “mcpServers” that a server&apos;s README shows. Servers come in switched off; keys and tokens go to the keyring.</source>
        <translation>粘贴服务器 README 中的“mcpServers”。导入的服务器默认关闭，密钥和令牌存入密钥环。</translation>
    </message>
    <message>
        <source>Servers as JSON</source>
        <translation>JSON 格式的服务器</translation>
    </message>
    <message>
        <source>For this session</source>
        <translation>仅本次使用</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ImportList</name>
    <message>
        <source>Chats in the file</source>
        <translation>文件中的对话</translation>
    </message>
</context>
<context>
    <name>ImportPane</name>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>%L1 of %L2 chats added</source>
        <translation>已添加 %L1 个对话，共 %L2 个</translation>
    </message>
    <message>
        <source>An export of Hadal, or the conversations.json of ChatGPT or DeepSeek.</source>
        <translation>Hadal 的导出文件，或者 ChatGPT、DeepSeek 的 conversations.json。</translation>
    </message>
    <message>
        <source>%1, written by %2. Nothing that is here is changed; what is missing is added.</source>
        <translation>%1，来自 %2。已有内容不变，只补上缺少的部分。</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>换一个文件…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Nothing to import</source>
        <translation>没有可导入的内容</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Exports (*.json)</source>
        <translation>导出文件 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln 个新对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln with new messages</source>
        <translation>
            <numerusform>%Ln 个有新消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln 个无变化</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages in all</source>
        <translation>
            <numerusform>共 %Ln 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln parts of the file cannot be read and are left out</source>
        <translation>
            <numerusform>文件中有 %Ln 处无法读取，已略过</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportRow</name>
    <message>
        <source>Comes back from the bin</source>
        <translation>从回收站恢复</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>没有新内容</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>无标题</translation>
    </message>
    <message numerus="yes">
        <source>New, %Ln messages</source>
        <translation>
            <numerusform>新对话，%Ln 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new messages</source>
        <translation>
            <numerusform>%Ln 条新消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
</context>
<context>
    <name>ImportToolsSheet</name>
    <message>
        <source>Import tools</source>
        <translation>导入工具</translation>
    </message>
    <message>
        <source>OpenAI tools as JSON: one, a list, or a request with “tools”. What Hadal exports is taken whole, with action and sandbox; a tool without an action asks you.</source>
        <translation>JSON 格式的 OpenAI 工具：单个、列表，或带“tools”的请求。Hadal 导出的内容会完整导入，包括动作和沙箱；没有动作的工具会来问你。</translation>
    </message>
    <message>
        <source>Tools as JSON</source>
        <translation>JSON 格式的工具</translation>
    </message>
    <message>
        <source>From a file</source>
        <translation>从文件</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
</context>
<context>
    <name>InsidePanel</name>
    <message>
        <source>Inside</source>
        <translation>内部</translation>
    </message>
    <message>
        <source>“%1”, token %L2</source>
        <translation>“%1”，第 %L2 个词元</translation>
    </message>
    <message>
        <source>The token before</source>
        <translation>上一个词元</translation>
    </message>
    <message>
        <source>The next token</source>
        <translation>下一个词元</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>When the answer is there, press a word of it: you see what it could have been, what was read for it and which experts decided.</source>
        <translation>回答写完后，点按其中一个词：可以看到它原本还可能是什么、为它读取了哪些内容，以及由哪些专家决定。</translation>
    </message>
    <message>
        <source>Reading the answer again up to there</source>
        <translation>正在重新读到这个位置</translation>
    </message>
    <message>
        <source>Press a word of an answer, or → for its first one: you see what it could have been, what was read for it and which experts decided.</source>
        <translation>点按回答中的一个词，或按 → 从第一个开始：可以看到它原本还可能是什么、为它读取了哪些内容、由哪些专家决定。</translation>
    </message>
    <message>
        <source>Show pictures</source>
        <translation>显示图形</translation>
    </message>
    <message>
        <source>Show tables in place of pictures</source>
        <translation>用表格代替图形</translation>
    </message>
</context>
<context>
    <name>JsonFile</name>
    <message>
        <source>%1 cannot be used: %2 Repair it, or move it away. It is kept under another name when something is saved.</source>
        <translation>无法使用 %1：%2 请修复它，或将它移走。下次保存时它会以另一个名字保留。</translation>
    </message>
    <message>
        <source>%1 cannot be used, and cannot be moved aside. Move it away by hand.</source>
        <translation>%1 无法使用，也无法移到一旁。请手动将它移走。</translation>
    </message>
    <message>
        <source>%1 could not be used. It is kept as %2.</source>
        <translation>%1 无法使用，已保留为 %2。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
</context>
<context>
    <name>KeywordField</name>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>the whole schema</source>
        <translation>整个模式</translation>
    </message>
</context>
<context>
    <name>ModelField</name>
    <message>
        <source>The first that it lists</source>
        <translation>列表中的第一个</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列出</translation>
    </message>
    <message>
        <source>List the models of the endpoint</source>
        <translation>列出端点的模型</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>It lists no models.</source>
        <translation>它没有列出任何模型。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Endpoints…</source>
        <translation>端点…</translation>
    </message>
</context>
<context>
    <name>ModelStatus</name>
    <message>
        <source>Loading the model</source>
        <translation>正在载入模型</translation>
    </message>
    <message>
        <source>Model not loaded</source>
        <translation>模型未载入</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2%</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>Built in · on this CPU</source>
        <translation>内置 · 在本机 CPU 上</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <translation>等待你处理</translation>
    </message>
</context>
<context>
    <name>ModelTag</name>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
</context>
<context>
    <name>NetworkList</name>
    <message>
        <source>None since Hadal was started. The model runs on this computer, and nothing else asks for the network.</source>
        <translation>Hadal 启动以来没有任何连接。模型在本机运行，其他部分也不使用网络。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln since Hadal was started.</source>
        <translation>
            <numerusform>Hadal 启动以来共 %Ln 个连接。</numerusform>
        </translation>
    </message>
    <message>
        <source>Network connections</source>
        <translation>网络连接</translation>
    </message>
    <message>
        <source>%1 sent · %2 received</source>
        <translation>发送 %1 · 接收 %2</translation>
    </message>
</context>
<context>
    <name>NetworkSheet</name>
    <message>
        <source>Network connections</source>
        <translation>网络连接</translation>
    </message>
</context>
<context>
    <name>PairLine</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name %1</source>
        <translation>名称 %1</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>%1 的值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>PaletteRow</name>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
</context>
<context>
    <name>PassageRow</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 of: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>PauseRow</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Answer with what is known</source>
        <translation>用已知内容回答</translation>
    </message>
</context>
<context>
    <name>PersonTurn</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Set this chat as the preset says</source>
        <translation>按预设设置本对话</translation>
    </message>
    <message>
        <source>Delete the preset %1</source>
        <translation>删除预设 %1</translation>
    </message>
    <message>
        <source>Keep these settings as a preset</source>
        <translation>把这些设置存为预设</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>PreviewView</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>以前的运行</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>清除记录</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 / %L2</translation>
    </message>
</context>
<context>
    <name>PromptOffer</name>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Insert %1 into the message</source>
        <translation>将 %1 插入消息</translation>
    </message>
</context>
<context>
    <name>QueuedRow</name>
    <message>
        <source>Next: %1</source>
        <translation>接下来：%1</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
</context>
<context>
    <name>ReadingPrompt</name>
    <message>
        <source>Reading the context</source>
        <translation>正在读入上下文</translation>
    </message>
    <message>
        <source>Waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>%1 s · Esc cancels</source>
        <translation>%1 秒 · Esc 取消</translation>
    </message>
    <message>
        <source>Esc cancels</source>
        <translation>Esc 取消</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2 %</translation>
    </message>
    <message>
        <source>about %1 left · Esc cancels</source>
        <translation>剩约 %1 · Esc 取消</translation>
    </message>
    <message>
        <source>Known before %L1</source>
        <translation>已缓存 %L1</translation>
    </message>
    <message>
        <source>Read %L1</source>
        <translation>已读 %L1</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln tokens</source>
        <translation>
            <numerusform>共 %Ln 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 tokens/s</source>
        <translation>%L1 词元/秒</translation>
    </message>
</context>
<context>
    <name>ResultBox</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Over a limit</source>
        <translation>超出限制</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未启动</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 KiB</source>
        <translation>%1 KiB</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message numerus="yes">
        <source>The model would get %Ln tokens.</source>
        <translation>
            <numerusform>模型会收到 %Ln 个词元。</numerusform>
        </translation>
    </message>
    <message>
        <source>The result was cut.</source>
        <translation>结果被截断。</translation>
    </message>
    <message>
        <source>within those limits</source>
        <translation>在上述限制内</translation>
    </message>
</context>
<context>
    <name>RunRow</name>
    <message>
        <source>Today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>No arguments</source>
        <translation>没有参数</translation>
    </message>
    <message>
        <source>Show the run with %1</source>
        <translation>显示参数为 %1 的运行</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Run again with %1</source>
        <translation>用 %1 再次运行</translation>
    </message>
</context>
<context>
    <name>SampleForm</name>
    <message>
        <source>What is pasted</source>
        <translation>粘贴的内容</translation>
    </message>
    <message>
        <source>A sample of the answer</source>
        <translation>回答的样例</translation>
    </message>
    <message>
        <source>A schema or a tool</source>
        <translation>模式或工具</translation>
    </message>
    <message>
        <source>Sample JSON</source>
        <translation>样例 JSON</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Make the schema</source>
        <translation>生成模式</translation>
    </message>
</context>
<context>
    <name>SampleSheet</name>
    <message>
        <source>Start from JSON</source>
        <translation>从 JSON 开始</translation>
    </message>
</context>
<context>
    <name>SamplingRow</name>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>出现惩罚</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>How freely the next word is chosen. 0 always takes the likeliest.</source>
        <translation>下一个词选择的自由度。0 总是取最可能的词。</translation>
    </message>
    <message>
        <source>Only the likeliest words that make up this share together. 1 takes all.</source>
        <translation>只在合计达到此比例的最可能的词中选择。1 表示全部。</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words. 0 takes all.</source>
        <translation>只在这么多个最可能的词中选择。0 表示全部。</translation>
    </message>
    <message>
        <source>Only words at least this likely, measured by the likeliest. 0 takes all.</source>
        <translation>只选相对最可能的词不低于此比例的词。0 表示全部。</translation>
    </message>
    <message>
        <source>Above 1, words that occurred become less likely. 1 changes nothing.</source>
        <translation>大于 1 时，出现过的词更不容易被选中。1 不作改变。</translation>
    </message>
    <message>
        <source>Above 0, words that occurred become less likely, however often they did.</source>
        <translation>大于 0 时，出现过的词更不容易被选中，不论次数。</translation>
    </message>
    <message>
        <source>Above 0, words become less likely with each time they occurred.</source>
        <translation>大于 0 时，词每出现一次就更不容易被选中。</translation>
    </message>
    <message>
        <source>The answer ends after this many tokens. 0 lets it use what the context holds.</source>
        <translation>回答到这么多词元为止。0 表示用到上下文为止。</translation>
    </message>
    <message>
        <source>The same seed gives the same answer. −1 takes a new one each time.</source>
        <translation>相同的种子得到相同的回答。−1 表示每次更换。</translation>
    </message>
    <message>
        <source>As the model recommends: %1</source>
        <translation>按模型推荐：%1</translation>
    </message>
    <message>
        <source>Smaller: %1</source>
        <translation>减小：%1</translation>
    </message>
    <message>
        <source>Larger: %1</source>
        <translation>增大：%1</translation>
    </message>
</context>
<context>
    <name>SandboxForm</name>
    <message>
        <source>Sandbox</source>
        <translation>沙箱</translation>
    </message>
    <message>
        <source>Without a folder it sees nothing of yours.</source>
        <translation>不选文件夹，它就看不到你的任何文件。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Let it see a folder</source>
        <translation>允许它看一个文件夹</translation>
    </message>
    <message>
        <source>Network on</source>
        <translation>网络开</translation>
    </message>
    <message>
        <source>Network off</source>
        <translation>网络关</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
</context>
<context>
    <name>SaveButton</name>
    <message>
        <source>Save as a file</source>
        <translation>保存为文件</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
</context>
<context>
    <name>SchemaBuilder</name>
    <message>
        <source>Line %L1 of the code cannot be read. Repair it before the form is shown.</source>
        <translation>代码第 %L1 行无法读取。请先修正，再查看表单。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Start from JSON…</source>
        <translation>从 JSON 开始…</translation>
    </message>
    <message>
        <source>Add a definition</source>
        <translation>添加定义</translation>
    </message>
    <message>
        <source>Lay out the code</source>
        <translation>整理代码</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Rules for the whole</source>
        <translation>整体的规则</translation>
    </message>
</context>
<context>
    <name>SchemaChip</name>
    <message>
        <source>Any JSON</source>
        <translation>任意 JSON</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Answers are free text</source>
        <translation>回答为自由文本</translation>
    </message>
    <message>
        <source>Answers are one JSON object; thinking stays free text</source>
        <translation>回答为一个 JSON 对象；思考仍为自由文本</translation>
    </message>
    <message>
        <source>Answers follow this schema; thinking stays free text</source>
        <translation>回答遵循此模式；思考仍为自由文本</translation>
    </message>
    <message>
        <source>Schema, %1</source>
        <translation>模式，%1</translation>
    </message>
    <message>
        <source>Schema, off</source>
        <translation>模式，关闭</translation>
    </message>
    <message>
        <source>Free text</source>
        <translation>自由文本</translation>
    </message>
    <message>
        <source>Edit schemas…</source>
        <translation>编辑模式…</translation>
    </message>
</context>
<context>
    <name>SchemasPage</name>
    <message>
        <source>New schema</source>
        <translation>新模式</translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>返回对话</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>A schema says what an answer must look like.</source>
        <translation>模式规定回答必须是什么样子。</translation>
    </message>
    <message>
        <source>Make the first schema</source>
        <translation>创建第一个模式</translation>
    </message>
    <message>
        <source>Name of the schema</source>
        <translation>模式的名称</translation>
    </message>
    <message>
        <source>Delete this schema</source>
        <translation>删除此模式</translation>
    </message>
    <message>
        <source>“%1” was deleted</source>
        <translation>已删除“%1”</translation>
    </message>
</context>
<context>
    <name>ScriptForm</name>
    <message>
        <source>JavaScript</source>
        <translation>JavaScript</translation>
    </message>
    <message>
        <source>run(arguments) is called, and what it returns is the result. It has no files and no network. Esc leaves the editor.</source>
        <translation>会调用 run(arguments)，其返回值就是结果。它没有文件，也没有网络。按 Esc 离开编辑器。</translation>
    </message>
</context>
<context>
    <name>SearchButton</name>
    <message>
        <source>Search all chats</source>
        <translation>搜索全部对话</translation>
    </message>
</context>
<context>
    <name>SearchForm</name>
    <message>
        <source>Search chats, messages and commands</source>
        <translation>搜索对话、消息和命令</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>By me</source>
        <translation>我写的</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Ever</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>一周</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>一个月</translation>
    </message>
    <message>
        <source>Only in this folder</source>
        <translation>只在此文件夹</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Older messages are still being indexed.</source>
        <translation>较早的消息仍在建立索引。</translation>
    </message>
    <message>
        <source>There is more: add a word to narrow it down.</source>
        <translation>结果还有更多：再加一个词可以缩小范围。</translation>
    </message>
    <message>
        <source>↑ ↓ to choose · Enter to open · “two words” in quotes stay together</source>
        <translation>↑ ↓ 选择 · 回车打开 · 加引号的“词组”按整体查找</translation>
    </message>
</context>
<context>
    <name>SecretForm</name>
    <message>
        <source>Secrets</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>None kept yet. Write {{secret:NAME}} where the value belongs.</source>
        <translation>尚未保存。在需要该值的地方写 {{secret:NAME}}。</translation>
    </message>
    <message>
        <source>Name of a secret</source>
        <translation>密钥名称</translation>
    </message>
    <message>
        <source>Its value</source>
        <translation>它的值</translation>
    </message>
    <message>
        <source>Keep in the keyring</source>
        <translation>存入密钥环</translation>
    </message>
    <message>
        <source>For this session</source>
        <translation>仅本次使用</translation>
    </message>
    <message>
        <source>Write {{secret:NAME}} where the value belongs.</source>
        <translation>在需要该值的地方写 {{secret:NAME}}。</translation>
    </message>
</context>
<context>
    <name>SecretRow</name>
    <message>
        <source>until Hadal closes</source>
        <translation>直到 Hadal 关闭</translation>
    </message>
    <message>
        <source>Remove the secret %1</source>
        <translation>移除密钥 %1</translation>
    </message>
</context>
<context>
    <name>SeenPane</name>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的内容</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens in every turn</source>
        <translation>
            <numerusform>每轮 %Ln 个词元</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SendButton</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
</context>
<context>
    <name>ServerDetail</name>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>The server runs and offers its tools</source>
        <translation>服务器运行并提供其工具</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Hide log</source>
        <translation>隐藏日志</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>资源</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附上</translation>
    </message>
    <message>
        <source>Attach %1 to the message</source>
        <translation>将 %1 附到消息</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind of server</source>
        <translation>服务器类型</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Arguments, one a line</source>
        <translation>参数，每行一个</translation>
    </message>
    <message>
        <source>Environment, one a line</source>
        <translation>环境变量，每行一个</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>请求头，每行一个</translation>
    </message>
    <message>
        <source>Folders it may read, one a line</source>
        <translation>可读取的文件夹，每行一个</translation>
    </message>
    <message>
        <source>Folders it may write, one a line</source>
        <translation>可写入的文件夹，每行一个</translation>
    </message>
    <message>
        <source>Memory, MiB</source>
        <translation>内存（MiB）</translation>
    </message>
    <message>
        <source>Seconds for a call</source>
        <translation>每次调用的秒数</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>The program may use the network</source>
        <translation>该程序可以使用网络</translation>
    </message>
    <message>
        <source>Trust its hints</source>
        <translation>信任其说明</translation>
    </message>
    <message>
        <source>Tools that say that they only read are believed</source>
        <translation>相信工具自称“只读取”的说明</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>Its parameters are no JSON Schema of an object.</source>
        <translation>它的参数不是对象的 JSON Schema。</translation>
    </message>
    <message>
        <source>Its parameters are not an object.</source>
        <translation>它的参数不是对象。</translation>
    </message>
    <message>
        <source>Its parameters are described in more than %1 KiB.</source>
        <translation>它的参数说明超过 %1 KiB。</translation>
    </message>
    <message>
        <source>The server “%1”: %2</source>
        <translation>服务器“%1”：%2</translation>
    </message>
    <message>
        <source>expected a JSON object.</source>
        <translation>应为 JSON 对象。</translation>
    </message>
    <message>
        <source>“%1” has to be a text.</source>
        <translation>“%1”必须是文本。</translation>
    </message>
    <message>
        <source>“%1” has to be a list of texts.</source>
        <translation>“%1”必须是文本列表。</translation>
    </message>
    <message>
        <source>“%1” has to be an object of texts.</source>
        <translation>“%1”必须是由文本组成的对象。</translation>
    </message>
    <message>
        <source>“%1” has to be true or false.</source>
        <translation>“%1”必须是 true 或 false。</translation>
    </message>
    <message>
        <source>“%1” has to be a whole number from 1 to 1000000.</source>
        <translation>“%1”必须是 1 到 1000000 的整数。</translation>
    </message>
    <message>
        <source>A server needs a name of 1 to 64 characters.</source>
        <translation>服务器的名称须有 1 到 64 个字符。</translation>
    </message>
    <message>
        <source>A server has either a command or an address.</source>
        <translation>服务器要么有命令，要么有地址。</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of an environment variable.</source>
        <translation>“%1”不能用作环境变量名。</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of a header.</source>
        <translation>“%1”不能用作标头名。</translation>
    </message>
    <message>
        <source>The header “%1” has more than one line.</source>
        <translation>标头“%1”不止一行。</translation>
    </message>
    <message>
        <source>it uses the older HTTP+SSE, which is not supported. Many such servers also answer at another path, often /mcp, with “type”: “http”.</source>
        <translation>它使用较旧的 HTTP+SSE，不受支持。这类服务器多半也在另一路径（常为 /mcp）上应答，并写作“type”: “http”。</translation>
    </message>
    <message>
        <source>The text is longer than 1 MiB: this is no list of servers.</source>
        <translation>文本超过 1 MiB：这不是服务器列表。</translation>
    </message>
    <message>
        <source>Expected a JSON object with “mcpServers”, as READMEs of servers show it, and found none.</source>
        <translation>应为带有“mcpServers”的 JSON 对象（如服务器的 README 所示），但没有找到。</translation>
    </message>
    <message>
        <source>The text lists more than 100 servers.</source>
        <translation>文本列出的服务器超过 100 个。</translation>
    </message>
</context>
<context>
    <name>ServersSheet</name>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
</context>
<context>
    <name>ServersView</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import servers from JSON</source>
        <translation>从 JSON 导入服务器</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>No servers yet. A server offers tools, texts and prompts by the Model Context Protocol: add a program or an address, or import what its README shows.</source>
        <translation>还没有服务器。服务器通过模型上下文协议（MCP）提供工具、文本和提示：请添加程序或地址，或导入其 README 中的配置。</translation>
    </message>
</context>
<context>
    <name>SetMenu</name>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>In “%1”</source>
        <translation>在“%1”中</translation>
    </message>
    <message>
        <source>Put into “%1”</source>
        <translation>放入“%1”</translation>
    </message>
    <message>
        <source>Put into a new set</source>
        <translation>放入新工具组</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>新建工具组</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Remove the set</source>
        <translation>移除工具组</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示</translation>
    </message>
    <message>
        <source>What the model is told before everything else</source>
        <translation>在所有内容之前告诉模型的话</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Think first</source>
        <translation>先思考</translation>
    </message>
    <message>
        <source>Answer at once</source>
        <translation>直接回答</translation>
    </message>
    <message>
        <source>Earlier thinking</source>
        <translation>之前的思考</translation>
    </message>
    <message>
        <source>Drop earlier thinking</source>
        <translation>丢弃之前的思考</translation>
    </message>
    <message>
        <source>Send it back as text</source>
        <translation>作为文字发送</translation>
    </message>
    <message>
        <source>When the context is full</source>
        <translation>上下文用完时</translation>
    </message>
    <message>
        <source>Leave out oldest</source>
        <translation>省略最早的</translation>
    </message>
    <message>
        <source>Keep the first</source>
        <translation>保留第一轮</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝发送</translation>
    </message>
    <message>
        <source>Nothing is sent that does not fit.</source>
        <translation>放不下的内容不会发送。</translation>
    </message>
    <message>
        <source>The first turn stays; the oldest after it are not sent.</source>
        <translation>保留第一轮，其后最早的轮次不发送。</translation>
    </message>
    <message>
        <source>The oldest turns are not sent. They stay here, shown pale.</source>
        <translation>最早的轮次不发送，仍以浅色显示在这里。</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
</context>
<context>
    <name>SettingsPopover</name>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>减少</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Typeface</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Typeface of code</source>
        <translation>代码字体</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Hide the sidebar</source>
        <translation>隐藏侧栏</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>SidebarItem</name>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>Draft kept</source>
        <translation>有草稿</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已折叠</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <translation>等待你处理</translation>
    </message>
</context>
<context>
    <name>SidebarMenu</name>
    <message>
        <source>New folder</source>
        <translation>新文件夹</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>New folder with it</source>
        <translation>放入新文件夹</translation>
    </message>
    <message>
        <source>Move to “%1”</source>
        <translation>移到“%1”</translation>
    </message>
    <message>
        <source>Out of the folder</source>
        <translation>移出文件夹</translation>
    </message>
    <message>
        <source>Out of the archive</source>
        <translation>取消归档</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Move to bin</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>New chat in it</source>
        <translation>在其中新建对话</translation>
    </message>
    <message>
        <source>Delete the folder, keep its chats</source>
        <translation>删除文件夹，保留其中的对话</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
</context>
<context>
    <name>SpeedPart</name>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>last 60 s of writing</source>
        <translation>最近 60 秒的书写</translation>
    </message>
    <message>
        <source>Three lines appear here while an answer is being written.</source>
        <translation>书写回答时，这里会出现三条曲线。</translation>
    </message>
    <message>
        <source>Tokens a second</source>
        <translation>每秒词元</translation>
    </message>
    <message>
        <source>Weights read</source>
        <translation>读取的权重</translation>
    </message>
    <message>
        <source>%1 GB/s</source>
        <translation>%1 GB/秒</translation>
    </message>
    <message>
        <source>Memory of Hadal</source>
        <translation>Hadal 占用的内存</translation>
    </message>
    <message>
        <source>%1 GiB</source>
        <translation>%1 GiB</translation>
    </message>
</context>
<context>
    <name>SpeedRow</name>
    <message>
        <source>least %1, mean %2, most %3</source>
        <translation>最低 %1，平均 %2，最高 %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>Smaller: %1</source>
        <translation>减小：%1</translation>
    </message>
    <message>
        <source>Larger: %1</source>
        <translation>增大：%1</translation>
    </message>
</context>
<context>
    <name>TableBlock</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
</context>
<context>
    <name>TemplateField</name>
    <message>
        <source>Insert an argument</source>
        <translation>插入参数</translation>
    </message>
    <message>
        <source>A secret</source>
        <translation>密钥</translation>
    </message>
</context>
<context>
    <name>ThinkingFold</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Thought for %1</source>
        <translation>思考了 %1</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>已思考</translation>
    </message>
    <message>
        <source>· %L1 tokens, dropped when you reply</source>
        <translation>· %L1 个词元，回复后不再发送</translation>
    </message>
    <message>
        <source>· %L1 tokens, not sent back</source>
        <translation>· %L1 个词元，不再发送</translation>
    </message>
    <message>
        <source>· %L1 tokens, sent back</source>
        <translation>· %L1 个词元，会发送</translation>
    </message>
</context>
<context>
    <name>ToEndButton</name>
    <message>
        <source>To the end</source>
        <translation>到末尾</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>TokenList</name>
    <message>
        <source>What it could have been</source>
        <translation>它原本还可能是</translation>
    </message>
    <message>
        <source>%1 bits of surprise</source>
        <translation>意外程度 %1 比特</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Enter goes on with “%1” as a new version</source>
        <translation>按回车键改用“%1”继续，成为新版本</translation>
    </message>
    <message>
        <source>No other word was likely</source>
        <translation>没有其他可能的词</translation>
    </message>
</context>
<context>
    <name>TokenRow</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1, chosen, %2</source>
        <translation>%1，已选，%2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>ToolCall</name>
    <message>
        <source>Waits for you: %1</source>
        <translation>等待你决定：%1</translation>
    </message>
    <message>
        <source>Asks you: %1</source>
        <translation>向你提问：%1</translation>
    </message>
    <message>
        <source>Running: %1</source>
        <translation>正在运行：%1</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Your answer for the model</source>
        <translation>你给模型的回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Running, %1 s</source>
        <translation>正在运行，%1 秒</translation>
    </message>
</context>
<context>
    <name>ToolCallFoot</name>
    <message>
        <source>Once</source>
        <translation>一次</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>此对话</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Which calls are allowed</source>
        <translation>允许哪些调用</translation>
    </message>
    <message>
        <source>Why, for the model (may be left empty)</source>
        <translation>告诉模型原因（可留空）</translation>
    </message>
    <message>
        <source>Words for the model</source>
        <translation>给模型的话</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>拒绝…</translation>
    </message>
    <message>
        <source>Run  Ctrl ↵</source>
        <translation>运行  Ctrl ↵</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Never run it</source>
        <translation>永不运行</translation>
    </message>
</context>
<context>
    <name>ToolFormView</name>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>The tools are not all as they should be</source>
        <translation>工具并非都正常</translation>
    </message>
    <message>
        <source>This tool comes from the MCP server %1</source>
        <translation>此工具来自 MCP 服务器 %1</translation>
    </message>
    <message>
        <source>The server says what it is called, what it is for and what it takes. It is shown as it came.</source>
        <translation>名称、用途和参数由服务器给出，这里原样显示。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The model calls it by this name.</source>
        <translation>模型用这个名称调用它。</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Decides when Hadal asks you first.</source>
        <translation>决定 Hadal 何时先问你。</translation>
    </message>
    <message>
        <source>Reads only</source>
        <translation>只读取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>What it does, and when the model should use it</source>
        <translation>它做什么，模型应在何时使用它</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>动作</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>A run gets those that are on. Values come from the keyring; neither the model nor this page sees them.</source>
        <translation>运行时只得到已打开的密钥。值来自密钥环，模型和本页都看不到。</translation>
    </message>
    <message>
        <source>Given to this tool</source>
        <translation>已交给此工具</translation>
    </message>
    <message>
        <source>Not given to this tool: it does not run</source>
        <translation>未交给此工具：它不会运行</translation>
    </message>
</context>
<context>
    <name>ToolHeader</name>
    <message>
        <source>Show the tools</source>
        <translation>显示工具</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Built in, changed</source>
        <translation>内置，已更改</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>As it came</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>ToolList</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Find a tool</source>
        <translation>查找工具</translation>
    </message>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
    <message>
        <source>More ways to add tools</source>
        <translation>添加工具的其他方式</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>新建工具组</translation>
    </message>
    <message>
        <source>No tool is called so.</source>
        <translation>没有这个名称的工具。</translation>
    </message>
</context>
<context>
    <name>ToolListRow</name>
    <message>
        <source>Your tools</source>
        <translation>你的工具</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>工具组</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>MCP servers</source>
        <translation>MCP 服务器</translation>
    </message>
    <message>
        <source>Cannot be used as it is</source>
        <translation>现状无法使用</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>Name of the set</source>
        <translation>工具组的名称</translation>
    </message>
</context>
<context>
    <name>ToolOffer</name>
    <message>
        <source>What %1 does</source>
        <translation>%1 的作用</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>%1 is on</source>
        <translation>%1 已启用</translation>
    </message>
    <message>
        <source>As the server says</source>
        <translation>按服务器所说</translation>
    </message>
    <message>
        <source>Take back what you chose for %1</source>
        <translation>撤回您为 %1 选择的作用</translation>
    </message>
</context>
<context>
    <name>ToolPaneRow</name>
    <message numerus="yes">
        <source>%Ln tools</source>
        <translation>
            <numerusform>%Ln 个工具</numerusform>
        </translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>On with its set</source>
        <translation>随其工具组启用</translation>
    </message>
</context>
<context>
    <name>ToolResultText</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
</context>
<context>
    <name>ToolSwitches</name>
    <message>
        <source>Tools in this chat</source>
        <translation>此对话中的工具</translation>
    </message>
    <message>
        <source>There are no tools yet. Make one on the page Tools.</source>
        <translation>还没有工具。请在“工具”页面新建。</translation>
    </message>
    <message>
        <source>Run tools that only read without asking</source>
        <translation>只读取的工具无需询问即可运行</translation>
    </message>
    <message>
        <source>Lock: nothing is allowed always</source>
        <translation>锁定：不允许任何“始终”</translation>
    </message>
    <message>
        <source>What was allowed always counts no more, also after unlocking.</source>
        <translation>以前“始终”允许的不再有效，解锁后也不恢复。</translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln rules, and ask again</source>
        <translation>
            <numerusform>忘记 %Ln 条规则，重新询问</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls in one turn before it pauses</source>
        <translation>一轮中调用多少次后暂停</translation>
    </message>
    <message>
        <source>calls in one turn</source>
        <translation>一轮中的调用次数</translation>
    </message>
</context>
<context>
    <name>ToolTurnRow</name>
    <message>
        <source>Open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>has not run</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Arguments as the model wrote them</source>
        <translation>模型所写的参数</translation>
    </message>
    <message>
        <source>Arguments that ran, edited by you</source>
        <translation>实际运行的参数，由你修改</translation>
    </message>
    <message>
        <source>Result; the model got a shortened one</source>
        <translation>结果；模型得到的是缩短的版本</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>An address is missing.</source>
        <translation>缺少地址。</translation>
    </message>
    <message>
        <source>An address begins with https:// or http:// and a host, or is one parameter alone.</source>
        <translation>地址以 https:// 或 http:// 和主机开头，或者只是一个参数。</translation>
    </message>
    <message>
        <source>The host cannot be left to an argument: write a / between it and the parameter.</source>
        <translation>主机不能由参数决定：请在它和参数之间写上 /。</translation>
    </message>
    <message>
        <source>“%1” is not the name of a host.</source>
        <translation>“%1”不是主机名。</translation>
    </message>
    <message>
        <source>sandbox: %1</source>
        <translation>沙箱：%1</translation>
    </message>
    <message>
        <source>sandbox: no files, no network · %1 MiB · %2 s</source>
        <translation>沙箱：没有文件，没有网络 · %1 MiB · %2 秒</translation>
    </message>
    <message>
        <source>one request to an address of the public network, no files</source>
        <translation>向公共网络的一个地址发一次请求，没有文件</translation>
    </message>
    <message>
        <source>one request to %1, no files</source>
        <translation>向 %1 发一次请求，没有文件</translation>
    </message>
    <message>
        <source>reads %1, nothing else</source>
        <translation>只读取 %1</translation>
    </message>
    <message>
        <source>This is a tool of an MCP server.</source>
        <translation>这是 MCP 服务器的工具。</translation>
    </message>
    <message>
        <source>Say what the tool is for: the model decides by that when to call it.</source>
        <translation>请写明工具的用途：模型据此决定何时调用它。</translation>
    </message>
    <message>
        <source>A name is missing.</source>
        <translation>缺少名称。</translation>
    </message>
    <message>
        <source>A name has letters a to z, digits, _ and -, at most 64 of them.</source>
        <translation>名称由字母 a 到 z、数字、_ 和 - 组成，最多 64 个。</translation>
    </message>
    <message>
        <source>Another tool has this name.</source>
        <translation>另一个工具已用此名称。</translation>
    </message>
    <message>
        <source>The arguments of a tool are an object.</source>
        <translation>工具的参数是一个对象。</translation>
    </message>
    <message>
        <source>“%1” cannot be held to while a call is written; it is checked before the tool runs. %2</source>
        <translation>写调用时无法保证“%1”，会在运行工具前检查。%2</translation>
    </message>
    <message>
        <source>“%1” is required, but not among the parameters.</source>
        <translation>“%1”是必填的，但不在参数之中。</translation>
    </message>
    <message>
        <source>There is no parameter “%1”.</source>
        <translation>没有参数“%1”。</translation>
    </message>
    <message>
        <source>A command line is missing.</source>
        <translation>缺少命令行。</translation>
    </message>
    <message>
        <source>A program is missing.</source>
        <translation>缺少程序。</translation>
    </message>
    <message>
        <source>The program cannot be left to an argument.</source>
        <translation>程序不能由参数决定。</translation>
    </message>
    <message>
        <source>A program is a name, or a path that begins with /.</source>
        <translation>程序是一个名称，或以 / 开头的路径。</translation>
    </message>
    <message>
        <source>A value that begins with - may be taken for an option. Where the program knows it, put -- before.</source>
        <translation>以 - 开头的值可能被当作选项。如果程序支持，请在前面加上 --。</translation>
    </message>
    <message>
        <source>Other programs can see a secret in an argument. Give it in the environment or the input.</source>
        <translation>其他程序能看到参数中的密钥。请通过环境变量或输入提供。</translation>
    </message>
    <message>
        <source>A folder&apos;s path begins with /.</source>
        <translation>文件夹的路径以 / 开头。</translation>
    </message>
    <message>
        <source>The command sees this folder only when it is among its folders.</source>
        <translation>只有在它的文件夹之中，命令才能看到此文件夹。</translation>
    </message>
    <message>
        <source>A variable has letters, digits and _.</source>
        <translation>变量名由字母、数字和 _ 组成。</translation>
    </message>
    <message>
        <source>A method is a word such as GET or POST.</source>
        <translation>方法是 GET 或 POST 这样的词。</translation>
    </message>
    <message>
        <source>A secret would go wherever an argument says. Write the host into the address.</source>
        <translation>密钥会被发往参数所指的任何地方。请把主机写进地址。</translation>
    </message>
    <message>
        <source>A secret would go unencrypted. Use https.</source>
        <translation>密钥会以明文发送。请使用 https。</translation>
    </message>
    <message>
        <source>“%1” cannot be set as a header.</source>
        <translation>“%1”不能设为标头。</translation>
    </message>
    <message>
        <source>A request with %1 sends no body.</source>
        <translation>%1 请求不发送正文。</translation>
    </message>
    <message>
        <source>A request needs the network.</source>
        <translation>请求需要网络。</translation>
    </message>
    <message>
        <source>A function run(arguments) is missing.</source>
        <translation>缺少函数 run(arguments)。</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>请选择一个文件夹。</translation>
    </message>
    <message>
        <source>A parameter “%1” is needed.</source>
        <translation>需要参数“%1”。</translation>
    </message>
    <message>
        <source>The server, or the tool&apos;s name there, is missing.</source>
        <translation>缺少服务器，或工具在那里的名称。</translation>
    </message>
    <message>
        <source>A tool cannot write to folders of the system.</source>
        <translation>工具不能写入系统文件夹。</translation>
    </message>
    <message>
        <source>Hidden folders often hold keys and passwords.</source>
        <translation>隐藏文件夹常常存有密钥和密码。</translation>
    </message>
    <message>
        <source>A number from %1 to %2.</source>
        <translation>%1 到 %2 之间的数。</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>没有文件夹 %1。</translation>
    </message>
    <message>
        <source>The whole computer cannot be shown to a tool. Choose a folder in it.</source>
        <translation>不能把整台电脑给工具看。请选择其中的一个文件夹。</translation>
    </message>
    <message>
        <source>Your whole home cannot be shown to a tool. Choose a folder in it.</source>
        <translation>不能把整个主目录给工具看。请选择其中的一个文件夹。</translation>
    </message>
    <message>
        <source>Hadal&apos;s own files, your chats among them, cannot be shown to a tool.</source>
        <translation>Hadal 自己的文件，包括你的对话，不能给工具看。</translation>
    </message>
    <message>
        <source>%1 cannot be shown to a tool: programs and devices are reached through it.</source>
        <translation>%1 不能给工具看：通过它可以触及程序和设备。</translation>
    </message>
    <message>
        <source>%1 holds files of many programs. Choose a folder in it.</source>
        <translation>%1 存有许多程序的文件。请选择其中的一个文件夹。</translation>
    </message>
    <message>
        <source>There is no program “%1” on this computer. Install it, or give its path and choose the folder that it is in.</source>
        <translation>这台电脑上没有程序“%1”。请安装它，或写出它的路径并选择它所在的文件夹。</translation>
    </message>
    <message>
        <source>%1 is no program that can be run.</source>
        <translation>%1 不是可以运行的程序。</translation>
    </message>
    <message>
        <source>The program %1 lies outside what the tool may see. Choose its folder.</source>
        <translation>程序 %1 不在工具可见的范围内。请选择它的文件夹。</translation>
    </message>
    <message>
        <source>Tools run in a sandbox, and bubblewrap, which makes it, is not installed. Install the package “bubblewrap” and start Hadal again.</source>
        <translation>工具在沙箱中运行，而建立沙箱的 bubblewrap 没有安装。请安装软件包“bubblewrap”，再重新启动 Hadal。</translation>
    </message>
    <message>
        <source>Tools run in a sandbox, and a part of Hadal is missing: hadal-sandbox. Install Hadal again.</source>
        <translation>工具在沙箱中运行，而 Hadal 缺少一个部件：hadal-sandbox。请重新安装 Hadal。</translation>
    </message>
    <message>
        <source>No sandbox can be made on this computer, and tools do not run without one (%1). On Ubuntu, allow bwrap in AppArmor, or set kernel.apparmor_restrict_unprivileged_userns to 0; elsewhere, set kernel.unprivileged_userns_clone to 1; in a container, let it make namespaces.</source>
        <translation>这台电脑无法建立沙箱，而没有沙箱工具不会运行（%1）。在 Ubuntu 上，请在 AppArmor 中允许 bwrap，或把 kernel.apparmor_restrict_unprivileged_userns 设为 0；在其他系统上，请把 kernel.unprivileged_userns_clone 设为 1；在容器中，请允许它建立命名空间。</translation>
    </message>
    <message>
        <source>bwrap does not answer</source>
        <translation>bwrap 没有回应</translation>
    </message>
    <message>
        <source>reads and writes %1</source>
        <translation>读写 %1</translation>
    </message>
    <message>
        <source>reads %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>no files of yours</source>
        <translation>看不到你的文件</translation>
    </message>
    <message>
        <source>network</source>
        <translation>有网络</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>没有网络</translation>
    </message>
    <message>
        <source>%1 MiB</source>
        <translation>%1 MiB</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source> · </source>
        <translation> · </translation>
    </message>
</context>
<context>
    <name>ToolsPage</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Part of the page</source>
        <translation>页面的部分</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>A tool lets the model do something on this computer, when you allow it.</source>
        <translation>经你允许，工具能让模型在这台电脑上做事。</translation>
    </message>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
</context>
<context>
    <name>TrialList</name>
    <message>
        <source>What the test found</source>
        <translation>测试结果</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
</context>
<context>
    <name>TryPane</name>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Fill with an example</source>
        <translation>填入示例</translation>
    </message>
    <message>
        <source>As a form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>It cannot be run here</source>
        <translation>无法在此运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Running, %1 s</source>
        <translation>运行中，%1 秒</translation>
    </message>
    <message>
        <source>Output so far</source>
        <translation>目前的输出</translation>
    </message>
</context>
<context>
    <name>TurnActions</name>
    <message>
        <source>What can be done with this message</source>
        <translation>可对这条消息进行的操作</translation>
    </message>
</context>
<context>
    <name>TurnButtons</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Go on from here in a new chat</source>
        <translation>从这里分出新对话</translation>
    </message>
    <message>
        <source>Remove the star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Star this version</source>
        <translation>给这个版本加星</translation>
    </message>
</context>
<context>
    <name>TurnShell</name>
    <message>
        <source>You: %1</source>
        <translation>你：%1</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>回答：%1</translation>
    </message>
    <message>
        <source>Tool: %1</source>
        <translation>工具：%1</translation>
    </message>
</context>
<context>
    <name>UseLine</name>
    <message>
        <source>Use in the new chat</source>
        <translation>在新对话中使用</translation>
    </message>
    <message>
        <source>Use in “%1”</source>
        <translation>在“%1”中使用</translation>
    </message>
    <message>
        <source>On with its set</source>
        <translation>随其工具组启用</translation>
    </message>
    <message>
        <source>It cannot run as it is: what is wrong stands in the form.</source>
        <translation>目前无法运行：问题写在表单中。</translation>
    </message>
</context>
<context>
    <name>VersionSwitch</name>
    <message>
        <source>Version before</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>第 %1 版，共 %2 版</translation>
    </message>
    <message>
        <source>Version after</source>
        <translation>下一版本</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::Client</name>
    <message>
        <source>The server was stopped.</source>
        <translation>服务器已停止。</translation>
    </message>
    <message>
        <source>The server started, but did not answer the handshake. Check that it speaks the Model Context Protocol.</source>
        <translation>服务器已启动，但没有回应握手。请确认它支持 Model Context Protocol。</translation>
    </message>
    <message>
        <source>The handshake failed: %1</source>
        <translation>握手失败：%1</translation>
    </message>
    <message>
        <source>The server speaks version “%1” of the protocol; this program knows %2.</source>
        <translation>服务器使用协议版本“%1”，本程序支持 %2。</translation>
    </message>
    <message>
        <source>The server does not run.</source>
        <translation>服务器没有运行。</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::HttpTransport</name>
    <message>
        <source>The address of a server begins with https:// or http://. Enter the whole address.</source>
        <translation>服务器的地址以 https:// 或 http:// 开头。请填写完整地址。</translation>
    </message>
    <message>
        <source>The address holds a name or password. Put it into a header, with the secret in the keyring.</source>
        <translation>地址中含有用户名或密码。请将其放入标头，并把密钥保存在密钥环中。</translation>
    </message>
    <message>
        <source>Secrets are sent over https:// only, and this address begins with http://. Use https://, or take the secrets out of the headers.</source>
        <translation>密钥只通过 https:// 发送，而此地址以 http:// 开头。请改用 https://，或从标头中去掉密钥。</translation>
    </message>
    <message>
        <source>The answer is longer than %1 MiB.</source>
        <translation>应答超过 %1 MiB。</translation>
    </message>
    <message>
        <source>The server answered with status %1 and no result.</source>
        <translation>服务器以状态 %1 应答，没有结果。</translation>
    </message>
    <message>
        <source>The server has ended the session.</source>
        <translation>服务器已结束会话。</translation>
    </message>
    <message>
        <source>The connection ended before the answer came.</source>
        <translation>应答到达之前连接已断开。</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2. Check the address and that the server runs.</source>
        <translation>无法连接 %1：%2。请检查地址，并确认服务器正在运行。</translation>
    </message>
    <message>
        <source>The server asks for authorization. Add the header “Authorization” with a token, such as “Bearer {{secret:NAME}}”. Signing in by a browser is not supported.</source>
        <translation>服务器要求授权。请添加带有令牌的标头“Authorization”，例如“Bearer {{secret:NAME}}”。不支持通过浏览器登录。</translation>
    </message>
    <message>
        <source>The server refuses access (status 403). Check the token in the headers.</source>
        <translation>服务器拒绝访问（状态 403）。请检查标头中的令牌。</translation>
    </message>
    <message>
        <source>The server redirects to %1, which is not followed. Enter that address if you trust it.</source>
        <translation>服务器重定向到 %1，未予跟随。若信任该地址，请填写它。</translation>
    </message>
    <message>
        <source>There is no server for streamable HTTP at this address (status %1). Check the path, often /mcp. Servers that know only the older HTTP+SSE of 2024-11-05 are not supported.</source>
        <translation>此地址上没有支持 Streamable HTTP 的服务器（状态 %1）。请检查路径，常为 /mcp。只支持 2024-11-05 旧版 HTTP+SSE 的服务器不受支持。</translation>
    </message>
    <message>
        <source>The server answered with status %1.</source>
        <translation>服务器以状态 %1 应答。</translation>
    </message>
    <message>
        <source>The server answered with status %1: %2</source>
        <translation>服务器以状态 %1 应答：%2</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::McpRunner</name>
    <message>
        <source>The tool&apos;s server is not there any more.</source>
        <translation>该工具的服务器已不存在。</translation>
    </message>
    <message>
        <source>The server “%1” is switched off. Switch it on.</source>
        <translation>服务器“%1”已关闭。请打开它。</translation>
    </message>
    <message>
        <source>Runs at %1, not on this computer</source>
        <translation>在 %1 上运行，不在这台电脑上</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::Server</name>
    <message>
        <source>The value of the header “%1” has more than one line.</source>
        <translation>标头“%1”的值不止一行。</translation>
    </message>
    <message>
        <source>it is switched off.</source>
        <translation>它已关闭。</translation>
    </message>
    <message>
        <source>The server “%1” does not run: %2</source>
        <translation>服务器“%1”没有运行：%2</translation>
    </message>
    <message>
        <source>The server has stopped answering.</source>
        <translation>服务器已不再应答。</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::Servers</name>
    <message>
        <source>There is a server “%1” already. Choose another name.</source>
        <translation>已有服务器“%1”。请换一个名称。</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::StdioTransport</name>
    <message>
        <source>“%1” cannot be started: %2. Check that the program is installed and its path is right.</source>
        <translation>无法启动“%1”：%2。请确认程序已安装，且路径正确。</translation>
    </message>
    <message>
        <source>The server was ended by signal %1.</source>
        <translation>服务器被信号 %1 终止。</translation>
    </message>
    <message>
        <source>The server ended by itself with exit status %1.</source>
        <translation>服务器自行退出，退出状态 %1。</translation>
    </message>
    <message>
        <source> Its last words: %1</source>
        <translation> 最后的输出：%1</translation>
    </message>
    <message>
        <source>The server does not read its input: %1 MiB wait for it.</source>
        <translation>服务器不读取输入：已有 %1 MiB 在等待。</translation>
    </message>
</context>
<context>
    <name>hadal::schemas::Library</name>
    <message>
        <source>The schema “%1” cannot be read: %2</source>
        <translation>无法读取模式“%1”：%2</translation>
    </message>
    <message>
        <source>The schema “%1” has more than 16 MB, which no request can carry.</source>
        <translation>模式“%1”超过 16 MB，任何请求都无法携带。</translation>
    </message>
    <message>
        <source>A schema needs a name.</source>
        <translation>模式需要名称。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法创建文件夹 %1。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be saved: %2</source>
        <translation>无法保存模式“%1”：%2</translation>
    </message>
    <message>
        <source>There is a schema “%1” already. Choose another name.</source>
        <translation>已有模式“%1”。请换一个名称。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be deleted: %2</source>
        <translation>无法删除模式“%1”：%2</translation>
    </message>
</context>
<context>
    <name>hadal::tools::Library</name>
    <message>
        <source>The tools cannot be saved: %1 is written by another program.</source>
        <translation>无法保存工具：另一个程序正在写入 %1。</translation>
    </message>
</context>
<context>
    <name>hadal::tools::SandboxedProcess</name>
    <message>
        <source>There are too many open files.</source>
        <translation>打开的文件太多。</translation>
    </message>
    <message>
        <source>The sandbox could not be made.</source>
        <translation>无法建立沙箱。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::AnswerFormat</name>
    <message>
        <source>The schema “%1” is no longer in the library. Choose another one.</source>
        <translation>模式“%1”已不在库中。请选择其他模式。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be read. Line %2: %3</source>
        <translation>无法读取模式“%1”。第 %2 行：%3</translation>
    </message>
    <message>
        <source>%1, %2: %3.</source>
        <translation>%1，%2：%3。</translation>
    </message>
    <message>
        <source>Not all of “%1” is enforced while the model writes. %2 It is checked after the answer instead.</source>
        <translation>“%1”并非全部在生成时强制执行。%2将在回答之后检查。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be used. %2 Nothing was sent. Repair the schema, or choose another one.</source>
        <translation>模式“%1”无法使用。%2未发送任何内容。请修正模式，或选择其他模式。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::AnswerVoice</name>
    <message numerus="yes">
        <source>Code, %n lines.</source>
        <translation>
            <numerusform>代码，%n 行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Code in %1, %n lines.</source>
        <translation>
            <numerusform>%1 代码，%n 行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table, %n rows.</source>
        <translation>
            <numerusform>表格，%n 行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Formula: %1</source>
        <translation>公式：%1</translation>
    </message>
    <message>
        <source>Image: %1</source>
        <translation>图片：%1</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Ended at the length limit.</source>
        <translation>达到长度上限而结束。</translation>
    </message>
    <message>
        <source>The tool %1 waits for you.</source>
        <translation>工具 %1 正在等待你。</translation>
    </message>
    <message>
        <source>The tool %1 asks: %2</source>
        <translation>工具 %1 询问：%2</translation>
    </message>
    <message>
        <source>The tool %1 runs.</source>
        <translation>工具 %1 正在运行。</translation>
    </message>
    <message>
        <source>The tool %1: %2.</source>
        <translation>工具 %1：%2。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Attachments</name>
    <message>
        <source>“%1” is not a file on this computer. Save it first, then attach it.</source>
        <translation>“%1”不是本机上的文件。请先保存，再添加。</translation>
    </message>
    <message>
        <source>“%1” is a folder. Attach its files one by one.</source>
        <translation>“%1”是文件夹。请逐个添加其中的文件。</translation>
    </message>
    <message>
        <source>“%1” is an image. The model reads text only, so it was not attached.</source>
        <translation>“%1”是图片。模型只能读文字，因此没有添加。</translation>
    </message>
    <message>
        <source>“%1” is a recording. The model reads text only, so it was not attached.</source>
        <translation>“%1”是音频或视频。模型只能读文字，因此没有添加。</translation>
    </message>
    <message>
        <source>“%1” is a PDF. Copy the text that matters out of it and paste that.</source>
        <translation>“%1”是 PDF。请把需要的文字复制出来再粘贴。</translation>
    </message>
    <message>
        <source>“%1” is larger than 8 MiB, more than any context holds. Attach the part that matters.</source>
        <translation>“%1”大于 8 MiB，任何上下文都放不下。请只添加需要的部分。</translation>
    </message>
    <message>
        <source>“%1” cannot be read: %2</source>
        <translation>无法读取“%1”：%2</translation>
    </message>
    <message>
        <source>“%1” is not text in UTF-8 or UTF-16, so the model could not read it.</source>
        <translation>“%1”不是 UTF-8 或 UTF-16 文本，模型无法读取。</translation>
    </message>
    <message>
        <source>Pasted text %1.txt</source>
        <translation>粘贴的文字 %1.txt</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EndpointDesk</name>
    <message>
        <source>%1 removed</source>
        <translation>已移除 %1</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EndpointDraft</name>
    <message>
        <source>The context length is a whole number of tokens.</source>
        <translation>上下文长度应为整数个词元。</translation>
    </message>
    <message>
        <source>The time of silence is a whole number of seconds from 1 to %1.</source>
        <translation>无响应的时间应为 1 到 %1 之间的整数秒。</translation>
    </message>
    <message>
        <source>There is an endpoint “%1” already. Choose another name.</source>
        <translation>已经有名为“%1”的端点。请换一个名称。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EndpointTrial</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Reached in %1: %2</source>
        <translation>已连接，用时 %1：%2</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>Answers, after %1</source>
        <translation>%1 后开始回答</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>没有回答</translation>
    </message>
    <message>
        <source>Streams its answers</source>
        <translation>逐步传送回答</translation>
    </message>
    <message>
        <source>Does not stream its answers</source>
        <translation>不逐步传送回答</translation>
    </message>
    <message>
        <source>Calls tools</source>
        <translation>会调用工具</translation>
    </message>
    <message>
        <source>Does not call tools</source>
        <translation>不会调用工具</translation>
    </message>
    <message>
        <source>Keeps to a JSON schema</source>
        <translation>遵守 JSON 模式</translation>
    </message>
    <message>
        <source>Does not keep to a JSON schema</source>
        <translation>不遵守 JSON 模式</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EngineMessage</name>
    <message>
        <source>No model is loaded. Choose a model first.</source>
        <translation>没有载入模型。请先选择模型。</translation>
    </message>
    <message>
        <source>Loading the model was stopped.</source>
        <translation>模型载入已停止。</translation>
    </message>
    <message>
        <source>The model was not loaded: there is not enough memory. Choose a smaller context or close other programs.</source>
        <translation>内存不足，模型没有载入。请选择较小的上下文，或关闭其他程序。</translation>
    </message>
    <message>
        <source>There is not enough memory for this request. Close other programs, or load the model with a shorter context.</source>
        <translation>内存不足，无法处理这次请求。请关闭其他程序，或以较短的上下文载入模型。</translation>
    </message>
    <message>
        <source>The engine failed unexpectedly: %1</source>
        <translation>引擎意外出错：%1</translation>
    </message>
    <message>
        <source>The engine broke off: %1</source>
        <translation>引擎中断：%1</translation>
    </message>
    <message>
        <source>The engine ended without an answer. Ask again, or reload the model.</source>
        <translation>引擎没有给出回答就结束了。请再问一次，或重新载入模型。</translation>
    </message>
    <message>
        <source>The prompt has %1 tokens, but the context holds %2, the answer included. Shorten the conversation, begin a new one, or load the model with a longer context (it can attend to %3 tokens).</source>
        <translation>提示共 %1 个词元，而上下文连同回答只能容纳 %2 个。请缩短对话、新建对话，或以更长的上下文载入模型（最长 %3 个词元）。</translation>
    </message>
    <message>
        <source>An answer that calls tools cannot be continued. Ask for the answer again.</source>
        <translation>调用了工具的回答不能继续。请重新回答。</translation>
    </message>
    <message>
        <source>The built-in model is missing. Install Hadal again, or choose a model folder. It was looked for in:%1</source>
        <translation>找不到内置模型。请重新安装 Hadal，或选择模型文件夹。查找过的位置：%1</translation>
    </message>
    <message>
        <source>%1 has no config.json, so it is not a model folder. Choose the folder that has it.</source>
        <translation>%1 中没有 config.json，不是模型文件夹。请选择含有它的文件夹。</translation>
    </message>
    <message>
        <source>This message is damaged in the database; its text is shown as far as it can be read.</source>
        <translation>这条消息在数据库中已损坏，仅显示能读出的部分。</translation>
    </message>
    <message>
        <source>The conversations in %1 could not be read or saved: %2. Check that the disk has room and the folder can be written to.</source>
        <translation>无法读取或保存 %1 中的对话：%2。请检查磁盘空间和文件夹的写入权限。</translation>
    </message>
    <message>
        <source>Process %1 (%2) is using the conversations in %3. Close it, or choose another folder with HADAL_DATA_DIR.</source>
        <translation>进程 %1（%2）正在使用 %3 中的对话。请关闭它，或用 HADAL_DATA_DIR 另选文件夹。</translation>
    </message>
    <message>
        <source>The conversations in %1 have version %2, and this program knows versions up to %3. Use the newer program that wrote them; nothing was changed.</source>
        <translation>%1 中的对话是版本 %2，而本程序只认识到版本 %3。请使用写入它们的新版程序；没有作任何改动。</translation>
    </message>
    <message>
        <source>%1 It says: “%2”.</source>
        <translation>%1它的说明：“%2”。</translation>
    </message>
    <message>
        <source>%1 has moved to %2. Nothing was sent there, because a key may be for one address only. If it is right, enter it in the settings of the endpoint.</source>
        <translation>%1 已迁移到 %2。没有向那里发送任何内容，因为密钥可能只用于一个地址。如果无误，请在端点的设置中填入新地址。</translation>
    </message>
    <message>
        <source>The conversation is longer than the context of %1. Nothing was generated. Shorten it, begin a new one, or choose what to leave out.</source>
        <translation>对话超出了 %1 的上下文。没有生成任何内容。请缩短对话、新建对话，或选择要省略的内容。</translation>
    </message>
    <message>
        <source>%1 did not accept the key. Nothing was generated. Enter a valid key in the settings of the endpoint.</source>
        <translation>%1 不接受这个密钥。没有生成任何内容。请在端点的设置中填入有效的密钥。</translation>
    </message>
    <message>
        <source>The account of %1 has no credit left. Nothing was generated. Top it up, or choose another model.</source>
        <translation>%1 的账户余额不足。没有生成任何内容。请充值，或换一个模型。</translation>
    </message>
    <message>
        <source>%1 does not allow this to the key. Nothing was generated. Check what the key may do, or choose another model.</source>
        <translation>%1 不允许这个密钥这样做。没有生成任何内容。请检查密钥的权限，或换一个模型。</translation>
    </message>
    <message>
        <source>%1 has no model “%2”. Choose one that it has in the settings of the endpoint.</source>
        <translation>%1 没有模型“%2”。请在端点的设置中选择它已有的模型。</translation>
    </message>
    <message>
        <source>There is no chat API at the address of %1. Check it in the settings of the endpoint; it often ends in /v1.</source>
        <translation>%1 的地址上没有对话接口。请在端点的设置中检查地址；它通常以 /v1 结尾。</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 asks for a name and password. Nothing was sent. Put them into the proxy settings of the desktop.</source>
        <translation>通往 %1 的代理要求用户名和密码。没有发送任何内容。请在桌面的代理设置中填入。</translation>
    </message>
    <message>
        <source>%1 gets too many requests, or a quota is used up. Nothing was generated. %2</source>
        <translation>%1 收到的请求过多，或配额已用完。没有生成任何内容。%2</translation>
    </message>
    <message>
        <source>Ask again in %1 seconds.</source>
        <translation>请在 %1 秒后重新提问。</translation>
    </message>
    <message>
        <source>Ask again later.</source>
        <translation>请稍后重新提问。</translation>
    </message>
    <message>
        <source>%1 has a problem of its own (status %2). Nothing was generated. Ask again, or look at the server.</source>
        <translation>%1 自身出现问题（状态 %2）。没有生成任何内容。请重新提问，或检查服务器。</translation>
    </message>
    <message>
        <source>The request is too large for %1. Nothing was generated. Shorten the conversation.</source>
        <translation>请求对 %1 来说太大。没有生成任何内容。请缩短对话。</translation>
    </message>
    <message>
        <source>%1 does not take the field “%2” of the request as it is. Nothing was generated. %3</source>
        <translation>%1 不接受请求中现有的字段“%2”。没有生成任何内容。%3</translation>
    </message>
    <message>
        <source>Switch the tools off in this chat, or start the server so that it takes tools.</source>
        <translation>请在此对话中关闭工具，或以支持工具的方式启动服务器。</translation>
    </message>
    <message>
        <source>Let this chat answer in free text or any JSON, or choose another model.</source>
        <translation>请让此对话以自由文本或任意 JSON 回答，或换一个模型。</translation>
    </message>
    <message>
        <source>Choose what kind of server it is in the settings of the endpoint.</source>
        <translation>请在端点的设置中选择服务器类型。</translation>
    </message>
    <message>
        <source>Begin a new chat, or choose another model.</source>
        <translation>请新建对话，或换一个模型。</translation>
    </message>
    <message>
        <source>Choose a model that it has in the settings of the endpoint.</source>
        <translation>请在端点的设置中选择它已有的模型。</translation>
    </message>
    <message>
        <source>Set it back in the settings of this chat.</source>
        <translation>请在此对话的设置中恢复它。</translation>
    </message>
    <message>
        <source>%1 refused the request (status %2). Nothing was generated. Check the address and the kind of server in the settings of the endpoint.</source>
        <translation>%1 拒绝了请求（状态 %2）。没有生成任何内容。请在端点的设置中检查地址和服务器类型。</translation>
    </message>
    <message>
        <source>The text so far is kept.</source>
        <translation>已生成的内容已保留。</translation>
    </message>
    <message>
        <source>Nothing was generated.</source>
        <translation>没有生成任何内容。</translation>
    </message>
    <message>
        <source>%1 broke the answer off. %2 Ask again.</source>
        <translation>%1 中断了回答。%2请重新提问。</translation>
    </message>
    <message>
        <source>%1 ended the answer by its content filter. The text so far is kept. Put the question in other words, or choose another model.</source>
        <translation>%1 的内容过滤器终止了回答。已生成的内容已保留。请换一种问法，或换一个模型。</translation>
    </message>
    <message>
        <source>%1 refused the connection. Nothing was sent. Check that a server runs at %2, or choose another model.</source>
        <translation>%1 拒绝了连接。没有发送任何内容。请检查 %2 上是否有服务器在运行，或换一个模型。</translation>
    </message>
    <message>
        <source>The computer %1 of %2 was not found. Nothing was sent. Check the address and the network.</source>
        <translation>找不到 %2 的计算机 %1。没有发送任何内容。请检查地址和网络。</translation>
    </message>
    <message>
        <source>The connection to %1 is not safe: %2 Nothing was sent. Check the address, or give the server a certificate that this computer trusts.</source>
        <translation>与 %1 的连接不安全：%2 没有发送任何内容。请检查地址，或为服务器配置本机信任的证书。</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 failed: %2 Nothing was generated. Check the proxy settings of the desktop.</source>
        <translation>通往 %1 的代理出错：%2 没有生成任何内容。请检查桌面的代理设置。</translation>
    </message>
    <message>
        <source>%1 has not said anything for too long. %2 Ask again, or allow it more time in the settings of the endpoint.</source>
        <translation>%1 太久没有响应。%2请重新提问，或在端点的设置中给它更多时间。</translation>
    </message>
    <message>
        <source>%1 sent more than any answer has. %2 Choose another model.</source>
        <translation>%1 发来的内容超出任何回答的长度。%2请换一个模型。</translation>
    </message>
    <message>
        <source>The connection to %1 closed before the answer was complete. %2 Ask again.</source>
        <translation>与 %1 的连接在回答完成前断开。%2请重新提问。</translation>
    </message>
    <message>
        <source>The connection to %1 failed: %2. %3 Ask again.</source>
        <translation>与 %1 的连接失败：%2。%3请重新提问。</translation>
    </message>
    <message>
        <source>%1 answers, but not with a list of models. Check its address in the settings of the endpoint; it often ends in /v1.</source>
        <translation>%1 有回应，但不是模型列表。请在端点的设置中检查地址；它通常以 /v1 结尾。</translation>
    </message>
    <message>
        <source>%1 has no model. Load one there, or name one in the settings of the endpoint.</source>
        <translation>%1 没有模型。请在那里载入一个，或在端点的设置中填写模型名。</translation>
    </message>
    <message>
        <source>An answer in an enforced format cannot be continued. Ask for the answer again.</source>
        <translation>按格式约束的回答无法继续。请重新请求回答。</translation>
    </message>
    <message>
        <source>This endpoint cannot go on with what was begun. Ask for the answer again.</source>
        <translation>这个端点无法接着写已开始的回答。请重新请求回答。</translation>
    </message>
    <message>
        <source>Answers come whole: nothing is shown until the end.</source>
        <translation>回答一次性送达：完成之前不会显示任何内容。</translation>
    </message>
    <message>
        <source>It did not call a tool that it had to call.</source>
        <translation>它没有调用必须调用的工具。</translation>
    </message>
    <message>
        <source>The answer was not as the schema says.</source>
        <translation>回答不符合模式。</translation>
    </message>
    <message>
        <source>An endpoint needs a name.</source>
        <translation>端点需要名称。</translation>
    </message>
    <message>
        <source>The address of an endpoint begins with https:// or http://, as in http://localhost:30000/v1.</source>
        <translation>端点的地址以 https:// 或 http:// 开头，例如 http://localhost:30000/v1。</translation>
    </message>
    <message>
        <source>The address holds a name or password. Put it into a header, with the secret in the keyring.</source>
        <translation>地址中含有用户名或密码。请将其放入标头，并把密钥保存在密钥环中。</translation>
    </message>
    <message>
        <source>The address goes on after “?” or “#”. Enter it up to its path, often /v1.</source>
        <translation>地址在“?”或“#”之后还有内容。请只填到路径为止，通常是 /v1。</translation>
    </message>
    <message>
        <source>“%1” is no name of a header. Write NAME=VALUE, one a line.</source>
        <translation>“%1”不是标头名称。请写成 NAME=VALUE，每行一个。</translation>
    </message>
    <message>
        <source>The header “%1” is set by Hadal itself. Leave it out.</source>
        <translation>标头“%1”由 Hadal 自行设置。请去掉它。</translation>
    </message>
    <message>
        <source>Keys are sent over https:// or within the local network only, and this address begins with http://. Use https://, or leave the key out.</source>
        <translation>密钥只通过 https:// 或在本地网络内发送，而这个地址以 http:// 开头。请改用 https://，或不填密钥。</translation>
    </message>
    <message>
        <source>There is an endpoint “%1” already. Choose another name.</source>
        <translation>已经有名为“%1”的端点。请换一个名称。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Exporter</name>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Call of %1</source>
        <translation>调用 %1</translation>
    </message>
    <message>
        <source>Result of %1</source>
        <translation>%1 的结果</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>版本 %1，共 %2 个</translation>
    </message>
    <message>
        <source>Hadal chats</source>
        <translation>Hadal 对话</translation>
    </message>
    <message>
        <source>%1 is no place on this computer.</source>
        <translation>%1 不是这台电脑上的位置。</translation>
    </message>
    <message>
        <source>Call of %1, changed before it ran</source>
        <translation>调用 %1（运行前已修改）</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>文件 %1</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Importer</name>
    <message>
        <source>%1 is no place on this computer.</source>
        <translation>%1 不是这台电脑上的位置。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats imported</source>
        <translation>
            <numerusform>已导入 %Ln 个对话</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::Inside</name>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 层：%2</translation>
    </message>
</context>
<context>
    <name>hadal::ui::KeywordModel</name>
    <message>
        <source>Type a number, like 12 or 0.5.</source>
        <translation>请输入数字，如 12 或 0.5。</translation>
    </message>
    <message>
        <source>Type a whole number from 0 on.</source>
        <translation>请输入不小于 0 的整数。</translation>
    </message>
    <message>
        <source>Type a number above 0.</source>
        <translation>请输入大于 0 的数字。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::NetworkLedger</name>
    <message>
        <source>no reason given</source>
        <translation>未说明用途</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Presets</name>
    <message>
        <source>The preset “%1” cannot be read: %2</source>
        <translation>无法读取预设“%1”：%2</translation>
    </message>
    <message>
        <source>The preset “%1” is not a JSON object (%2, at byte %3). Repair the file %4 or delete it.</source>
        <translation>预设“%1”不是 JSON 对象（%2，第 %3 字节）。请修复或删除文件 %4。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法建立文件夹 %1。</translation>
    </message>
    <message>
        <source>The preset “%1” cannot be saved: %2</source>
        <translation>无法保存预设“%1”：%2</translation>
    </message>
</context>
<context>
    <name>hadal::ui::SchemaCheck</name>
    <message>
        <source>the expression uses what cannot be followed while the model writes</source>
        <translation>该表达式用到了生成时无法跟随的写法</translation>
    </message>
    <message>
        <source>this format cannot be followed while the model writes</source>
        <translation>该格式在生成时无法跟随</translation>
    </message>
    <message>
        <source>that depends on all items together</source>
        <translation>这取决于全部各项</translation>
    </message>
    <message>
        <source>that depends on all fields together</source>
        <translation>这取决于全部字段</translation>
    </message>
    <message>
        <source>what it rules out is known only when the value is whole</source>
        <translation>它排除什么，要等值完整后才知道</translation>
    </message>
    <message>
        <source>where it leads cannot be followed</source>
        <translation>它指向的位置无法跟随</translation>
    </message>
    <message>
        <source>these numbers are beyond what can be followed while the model writes</source>
        <translation>这些数超出了生成时能跟随的范围</translation>
    </message>
    <message>
        <source>its value is not one that this keyword can have</source>
        <translation>该关键字不能取这个值</translation>
    </message>
    <message>
        <source>this cannot be followed while the model writes</source>
        <translation>这一点在生成时无法跟随</translation>
    </message>
</context>
<context>
    <name>hadal::ui::SchemaDocument</name>
    <message>
        <source>Line %1 of the code cannot be read. Repair it first.</source>
        <translation>代码第 %1 行无法读取。请先修正。</translation>
    </message>
    <message>
        <source>The field before this one holds no fields.</source>
        <translation>前一个字段不能包含字段。</translation>
    </message>
    <message>
        <source>The field cannot be put there.</source>
        <translation>字段不能放在那里。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ServerDesk</name>
    <message numerus="yes">
        <source>%Ln tools</source>
        <translation>
            <numerusform>%Ln 个工具</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Restarting</source>
        <translation>正在重新启动</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>已移除 %1</translation>
    </message>
    <message>
        <source>Secret %1 removed</source>
        <translation>已移除密钥 %1</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ServerDraft</name>
    <message>
        <source>Memory is a whole number of MiB from %1 to %2.</source>
        <translation>内存须为 %1 到 %2 之间的整数（MiB）。</translation>
    </message>
    <message>
        <source>The time for a call is a whole number of seconds from %1 to %2.</source>
        <translation>每次调用的时间须为 %1 到 %2 之间的整数（秒）。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::TextFile</name>
    <message>
        <source>%1 is no place on this computer.</source>
        <translation>%1 不在这台电脑上。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolAsking</name>
    <message>
        <source>You said that it never runs. Choose when to be asked to take that back.</source>
        <translation>你设定它从不运行。选择何时询问即可撤回。</translation>
    </message>
    <message>
        <source>It runs unasked all the same: you let tools that only read do so.</source>
        <translation>它仍会不经询问运行：你允许只读工具这样做。</translation>
    </message>
    <message>
        <source>With some arguments it runs unasked: you allowed those always.</source>
        <translation>对某些参数它不经询问运行：你曾允许始终如此。</translation>
    </message>
    <message>
        <source>It has been changed since you let it run unasked, so you are asked again.</source>
        <translation>自你允许它不经询问运行以来它已被修改，因此会再次询问。</translation>
    </message>
    <message>
        <source>Permissions for good are locked.</source>
        <translation>永久许可已被锁定。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolCard</name>
    <message>
        <source>It was running when the program ended. It may have done part of its work.</source>
        <translation>程序结束时它正在运行，可能已完成部分工作。</translation>
    </message>
    <message>
        <source>The tool has been changed since you allowed it.</source>
        <translation>在你允许之后，该工具已被修改。</translation>
    </message>
    <message>
        <source>You allowed it with other arguments.</source>
        <translation>你允许的是其他参数。</translation>
    </message>
    <message>
        <source>with any arguments</source>
        <translation>任何参数</translation>
    </message>
    <message>
        <source>with these arguments only</source>
        <translation>仅限这些参数</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>在 %1 内</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolDesk</name>
    <message>
        <source>%1 added</source>
        <translation>已添加 %1</translation>
    </message>
    <message>
        <source>Tool duplicated</source>
        <translation>已复制工具</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>已删除 %1</translation>
    </message>
    <message>
        <source>%1 is as it came</source>
        <translation>%1 已恢复原样</translation>
    </message>
    <message>
        <source>Set “%1” removed, its tools stay</source>
        <translation>已移除工具组“%1”，其中的工具保留</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tools imported</source>
        <translation>
            <numerusform>已导入 %Ln 个工具</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is larger than 16 MB. It is no list of tools.</source>
        <translation>%1 超过 16 MB，不是工具列表。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolResult</name>
    <message>
        <source>was running when the program ended</source>
        <translation>程序结束时正在运行</translation>
    </message>
    <message>
        <source>had not run when the program ended</source>
        <translation>程序结束时尚未运行</translation>
    </message>
    <message>
        <source>gave nothing</source>
        <translation>没有输出</translation>
    </message>
    <message numerus="yes">
        <source>gave %Ln lines</source>
        <translation>
            <numerusform>输出 %Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>ran too long and was ended</source>
        <translation>运行过久，已终止</translation>
    </message>
    <message>
        <source>went beyond its limits and was ended</source>
        <translation>超出限制，已终止</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>由你停止</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>could not be run</source>
        <translation>无法运行</translation>
    </message>
    <message>
        <source>refused by you</source>
        <translation>由你拒绝</translation>
    </message>
    <message>
        <source>refused by you: %1</source>
        <translation>由你拒绝：%1</translation>
    </message>
    <message>
        <source>there is no such tool here</source>
        <translation>此处没有这个工具</translation>
    </message>
    <message>
        <source>cannot be run here</source>
        <translation>无法在此运行</translation>
    </message>
    <message>
        <source>arguments do not fit</source>
        <translation>参数不符合要求</translation>
    </message>
    <message>
        <source>Never allowed</source>
        <translation>从不允许</translation>
    </message>
    <message>
        <source>Allowed once</source>
        <translation>允许一次</translation>
    </message>
    <message>
        <source>Allowed in this chat</source>
        <translation>在此对话中允许</translation>
    </message>
    <message>
        <source>Allowed always</source>
        <translation>始终允许</translation>
    </message>
    <message>
        <source>Allowed: reads only</source>
        <translation>允许：只读取</translation>
    </message>
    <message>
        <source>Answered by you</source>
        <translation>由你回答</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1, edited</source>
        <translation>%1，参数已修改</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolTrial</name>
    <message>
        <source>Tools cannot be run here.</source>
        <translation>无法在此运行工具。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolTurn</name>
    <message numerus="yes">
        <source>%Ln calls of tools in this turn. Those that were asked for last have not run.</source>
        <translation>
            <numerusform>本轮已有 %Ln 次工具调用。最后请求的调用尚未运行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was called %Ln times with the same arguments and gave the same result each time.</source>
        <translation>
            <numerusform>%1 以相同的参数调用了 %Ln 次，每次结果都相同。</numerusform>
        </translation>
    </message>
    <message>
        <source>This turn was left off before its end. What was done is kept.</source>
        <translation>本轮未完成即中断。已完成的内容已保留。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Workspace</name>
    <message>
        <source>The file of the chats was damaged. It was put aside as %1, and a new one was begun.</source>
        <translation>对话文件已损坏，已另存为 %1，并新建了一个文件。</translation>
    </message>
    <message>
        <source>Message will not be sent</source>
        <translation>消息不会发送</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats archived</source>
        <translation>
            <numerusform>已归档 %Ln 个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved out of the folder</source>
        <translation>
            <numerusform>已把 %Ln 个对话移出文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved to “%1”</source>
        <translation>
            <numerusform>已把 %Ln 个对话移到“%1”</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
    <message>
        <source>%1 (branch)</source>
        <translation>%1（分支）</translation>
    </message>
    <message>
        <source>“%1” moved to the bin</source>
        <translation>“%1”已移到回收站</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved to the bin</source>
        <translation>
            <numerusform>%Ln 个对话已移到回收站</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder “%1” deleted; its chats stay</source>
        <translation>文件夹“%1”已删除，其中的对话保留</translation>
    </message>
    <message>
        <source>Preset “%1” deleted</source>
        <translation>预设“%1”已删除</translation>
    </message>
</context>
</TS>
